import { Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { getCodeList, type Element } from '../../../../src/modules/vocabulary/contract.ts'
import { useOperation } from '../../client.ts'
import { DateField } from '../../components/date-time-field.tsx'
import { Field } from '../../components/field.tsx'
import { useClearing } from '../../components/use-clearing.tsx'
import { fieldId } from './field-id.ts'
import { ReleasedSelect } from './released-select.tsx'

type SchemeElement = z.output<typeof Element>

interface MetadataFieldProps {
  element: SchemeElement
  siteId: string
  value: unknown
  isRequired: boolean
  isReadOnly: boolean
  error: string | undefined
  onChange: (value: unknown) => void
}

/** One element of a scheme as a control of its type. */
export function MetadataField(props: MetadataFieldProps) {
  const { element, isRequired, error } = props
  const { i18n } = useTranslation()
  const isWide = element.type === 'item' || (element.type === 'text' && (element.length ?? 0) > 200)
  const hint = [element.definition, element.example === undefined ? '' : element.example].filter(Boolean).join(' ')
  return (
    <div className={isWide ? 'meta-wide' : ''} title={hint}>
      <Field label={i18n.language === 'en' ? element.nameEn : element.name} isRequired={isRequired} error={error}>
        <Control {...props} id={fieldId(`/metadata/${element.code}`)} />
      </Field>
    </div>
  )
}

function Control({ element, siteId, value, isReadOnly, onChange, ...rest }: MetadataFieldProps & { id: string }) {
  const { t } = useTranslation('content')
  const { error: _, isRequired: __, ...tied } = rest
  const isMany = element.maxOccurs > 1
  if (element.type === 'code')
    return <CodeControl element={element} value={value} isReadOnly={isReadOnly} onChange={onChange} {...tied} />
  if (element.type === 'item') {
    return (
      <ReleasedSelect
        {...tied}
        siteId={siteId}
        most={element.maxOccurs}
        value={textsOf(value)}
        isReadOnly={isReadOnly}
        onChange={onChange}
      />
    )
  }
  if (isMany) {
    return (
      <Select
        {...tied}
        mode="tags"
        className="full"
        disabled={isReadOnly}
        maxCount={element.maxOccurs}
        tokenSeparators={['，', '；', ';']}
        open={false}
        suffixIcon={null}
        value={textsOf(value)}
        onChange={onChange}
      />
    )
  }
  if (element.type === 'day') {
    return (
      <DateField
        {...tied}
        value={typeof value === 'string' ? value : null}
        isDisabled={isReadOnly}
        onChange={onChange}
      />
    )
  }
  if (element.type === 'number') {
    return (
      <InputNumber
        {...tied}
        className="full"
        disabled={isReadOnly}
        value={typeof value === 'number' ? value : null}
        onChange={onChange}
      />
    )
  }
  return (
    <Input
      {...tied}
      readOnly={isReadOnly}
      inputMode={element.type === 'url' ? 'url' : 'text'}
      placeholder={element.example === undefined ? undefined : t('forExample', { example: element.example })}
      {...(element.length === undefined ? {} : { maxLength: element.length })}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

function CodeControl({
  element,
  value,
  isReadOnly,
  onChange,
  ...tied
}: Omit<MetadataFieldProps, 'siteId' | 'isRequired' | 'error'> & { id: string }) {
  const clearing = useClearing()
  const { data, isFetching } = useOperation(
    getCodeList,
    { params: { list: element.codeList ?? '' } },
    { staleFor: 600_000 },
  )
  const parents = new Map((data ?? []).map((entry) => [entry.code, entry.name]))
  const options = (data ?? []).map((entry) => ({
    value: entry.code,
    label: entry.parentCode === null ? entry.name : `${parents.get(entry.parentCode) ?? ''} / ${entry.name}`,
  }))
  const common = {
    ...tied,
    className: 'full',
    disabled: isReadOnly,
    loading: isFetching,
    allowClear: clearing,
    showSearch: { optionFilterProp: 'label' },
    options,
    popupMatchSelectWidth: 280,
  }
  if (element.maxOccurs > 1) {
    return (
      <Select {...common} mode="multiple" maxCount={element.maxOccurs} value={textsOf(value)} onChange={onChange} />
    )
  }
  return (
    <Select
      {...common}
      value={typeof value === 'string' ? value : null}
      onChange={(next: string | null | undefined) => onChange(next ?? undefined)}
    />
  )
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String)
  return typeof value === 'string' && value !== '' ? [value] : []
}
