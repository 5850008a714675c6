import { useTranslation } from 'react-i18next'
import { auditFields } from '../../locales/zh-CN/audit-fields.ts'
import { moduleWords } from './module-words.ts'
import { fieldInWords, valueInWords } from './record-words.ts'

const isField = (name: string): name is keyof typeof auditFields => Object.hasOwn(auditFields, name)

/** What is on record about a thing of this kind, for people: names of fields and values. */
export function useRecordWords(kind: string) {
  const { t, i18n } = useTranslation('auditFields')
  const { t: common } = useTranslation()
  const labels = moduleWords[i18n.language === 'en' ? 'en' : 'zh-CN']
  const words = {
    field: (name: string) => (isField(name) ? t(name) : undefined),
    label: (key: string) => labels[key],
    yes: common('yes'),
    no: common('no'),
  }
  return {
    fieldName: (name: string) => fieldInWords(name, words),
    valueName: (name: string, value: string | undefined) => valueInWords(value, { kind, name }, words),
  }
}
