import { Select } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialog.tsx'
import { getSettings, listSettingDefinitions } from '../../../../src/modules/sites/contract.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { useSite } from '../../app/use-site.ts'
import { useOperation } from '../../client.ts'
import { Field } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { SiteSelect } from '../content/site-select.tsx'
import { SettingControl } from '../sites/setting-control.tsx'
import { useLabels } from '../sites/use-labels.ts'
import type { Batch } from './types.ts'
import { useAddEntries } from './use-add-entries.tsx'

/** A setting of one site that is to hold from the batch's instant on. */
export function AddSettingDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation('batches')
  const { t: common } = useTranslation()
  const label = useLabels(sitesLabels)
  const id = useId()
  const [site] = useSite()
  const [siteId, setSiteId] = useState<string | undefined>(site?.id ?? batch.siteId)
  const [key, setKey] = useState<string>()
  const [draft, setDraft] = useState<{ value: unknown }>()
  const [isTried, setTried] = useState(false)
  const { add, isPending, error } = useAddEntries(onClose)
  const definitions = useOperation(listSettingDefinitions, {}, { staleFor: 300_000 })
  const settings = useOperation(
    getSettings,
    { params: { id: siteId ?? '' }, query: {} },
    { enabled: siteId !== undefined, keepsPrevious: false },
  )
  const there = new Set(batch.entries.filter((entry) => entry.siteId === siteId).map((entry) => entry.key))
  const groups = [...Map.groupBy(definitions.data ?? [], (one) => one.group)].map(([group, list]) => ({
    label: label(`enum.settingGroup.${group}`),
    options: list
      .filter((one) => !there.has(one.key))
      .map((one) => ({ value: one.key, label: label(`setting.${one.key}`) })),
  }))
  const definition = definitions.data?.find((one) => one.key === key)
  const current = settings.data?.find((one) => one.key === key)
  const isLocked = current?.origin === 'locked'
  const value = draft ? draft.value : current?.value
  const isSame = JSON.stringify(value) === JSON.stringify(current?.value)
  return (
    <Dialog
      open
      width={640}
      title={t('addSetting')}
      okText={t('addSetting')}
      cancelText={common('cancel')}
      confirmLoading={isPending}
      okButtonProps={{ disabled: isLocked }}
      onOk={() => {
        setTried(true)
        if (siteId !== undefined && key !== undefined && current !== undefined && !isSame)
          add(batch, [{ kind: 'setting', siteId, key, value }])
      }}
      onCancel={onClose}
    >
      <div className="form">
        {error && <ProblemNotice problem={error} />}
        <Field label={common('site')} isRequired error={isTried && siteId === undefined ? t('siteMissing') : undefined}>
          <SiteSelect
            value={siteId}
            onChange={(next) => {
              setSiteId(next)
              setDraft(undefined)
            }}
          />
        </Field>
        <Field label={t('setting')} isRequired error={isTried && key === undefined ? t('settingMissing') : undefined}>
          <Select
            className="full"
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('pickSetting')}
            value={key ?? null}
            options={groups}
            onChange={(next: string | null) => {
              setKey(next ?? undefined)
              setTried(false)
              setDraft(undefined)
            }}
          />
        </Field>
        {definition && current && siteId !== undefined && (
          <div className="form-field">
            <label id={`${id}-label`} htmlFor={id}>
              {t('newValue')}
            </label>
            <SettingControl
              id={id}
              labelId={`${id}-label`}
              siteId={siteId}
              settingKey={definition.key}
              schema={definition.schema}
              value={value}
              isDisabled={isLocked}
              onChange={(next) => setDraft({ value: next })}
            />
            {isTried && isSame && !isLocked && <p className="field-error">{t('valueSame')}</p>}
            <p className="hint">
              {isLocked ? t('settingLocked') : t('newValueHint')} {label(`setting.${definition.key}.hint`)}
            </p>
          </div>
        )}
      </div>
    </Dialog>
  )
}
