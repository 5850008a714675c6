import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { Dialog } from '../../components/dialog.tsx'
import type { Channel } from '../../../../src/modules/sites/contract.ts'
import type { ModuleValue } from './setting-values.ts'
import { CheckField, SelectField, TextField } from './text-field.tsx'
import { useModuleTypes } from './use-module-names.ts'

/** Where a module keeps its heading: tiles have only a label for screen readers. */
const nameKey = (type: string) => (type === 'hero' ? 'heading' : type === 'tiles' ? 'label' : 'title')

/** Types that can be made here from a title, a channel and a number; the others come with the blueprint. */
const SIMPLE = ['feed', 'documents', 'services', 'places', 'contact', 'people', 'text']
const TOP_ONLY = ['hero', 'notice']
const WITH_CHANNEL = new Set(['feed', 'documents', 'notice'])
const WITH_COUNT = new Set(['feed', 'documents', 'people'])

interface ModuleDialogProps {
  /** Undefined: a new one. */
  module: ModuleValue | undefined
  isTop: boolean
  channels: readonly z.output<typeof Channel>[]
  onDone: (module: ModuleValue) => void
  onClose: () => void
}

export function ModuleDialog({ module, isTop, channels, onDone, onClose }: ModuleDialogProps) {
  const { t } = useTranslation('sites')
  const { t: common } = useTranslation()
  const types = useModuleTypes()
  const [type, setType] = useState(module?.type ?? 'feed')
  const [title, setTitle] = useState(textAt(module, nameKey(type)))
  const [intro, setIntro] = useState(textAt(module, 'intro'))
  const [paragraphs, setParagraphs] = useState(
    Array.isArray(module?.['paragraphs']) ? module['paragraphs'].map(String).join('\n') : '',
  )
  const [channel, setChannel] = useState(textAt(module, 'channelCode'))
  const [count, setCount] = useState(String(typeof module?.['count'] === 'number' ? module['count'] : 6))
  const [hasLead, setLead] = useState(module?.['hasLead'] === true)
  const [fault, setFault] = useState<string>()
  const submit = () => {
    if (WITH_CHANNEL.has(type) && channel === '') {
      setFault(t('channelMissing'))
      return
    }
    const { [nameKey(type)]: _, intro: __, ...kept } = module ?? { type }
    onDone({
      ...kept,
      type,
      ...(title.trim() === '' ? {} : { [nameKey(type)]: title.trim() }),
      ...(WITH_CHANNEL.has(type) ? { channelCode: channel } : {}),
      ...(WITH_COUNT.has(type) ? { count: Math.max(1, Math.min(30, Number(count) || 6)) } : {}),
      ...(type === 'feed' ? { hasLead } : {}),
      ...(type === 'hero' && intro.trim() !== '' ? { intro: intro.trim() } : {}),
      ...(type === 'text'
        ? {
            paragraphs: paragraphs
              .split('\n')
              .map((one) => one.trim())
              .filter(Boolean),
          }
        : {}),
    })
  }
  const offered = [...(isTop ? TOP_ONLY : []), ...SIMPLE]
  return (
    <Dialog
      open
      title={module ? t('editNamed', { name: types.get(type) ?? type }) : t('addModule')}
      okText={common('confirm')}
      cancelText={common('cancel')}
      onOk={submit}
      onCancel={onClose}
    >
      <div className="form">
        {!module && (
          <SelectField
            label={t('moduleType')}
            value={type}
            onChange={setType}
            options={offered.map((value) => ({ value, label: types.get(value) ?? value }))}
          />
        )}
        <TextField label={t('moduleTitle')} value={title} onChange={setTitle} isOptional hint={t('moduleTitleHint')} />
        {type === 'hero' && (
          <TextField label={t('moduleIntro')} value={intro} onChange={setIntro} isOptional rows={2} />
        )}
        {type === 'text' && (
          <TextField
            label={t('moduleParagraphs')}
            value={paragraphs}
            onChange={setParagraphs}
            rows={5}
            hint={t('moduleParagraphsHint')}
          />
        )}
        {WITH_CHANNEL.has(type) && (
          <SelectField
            label={t('moduleChannel')}
            value={channel}
            none={common('select')}
            onChange={setChannel}
            error={fault}
            options={channels
              .filter((one) => one.kind !== 'link' && one.kind !== 'page')
              .map((one) => ({ value: one.code, label: `${'　'.repeat(one.depth)}${one.name}` }))}
          />
        )}
        {WITH_COUNT.has(type) && (
          <TextField label={t('moduleCount')} type="number" min={1} max={30} value={count} onChange={setCount} />
        )}
        {type === 'feed' && <CheckField label={t('moduleLead')} isOn={hasLead} onChange={setLead} />}
      </div>
    </Dialog>
  )
}

function textAt(module: ModuleValue | undefined, name: string): string {
  const value = module?.[name]
  return typeof value === 'string' ? value : ''
}
