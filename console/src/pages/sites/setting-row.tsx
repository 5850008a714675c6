import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getSettings, lockSetting, resetSetting } from '../../../../src/modules/sites/contract.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { useCommand } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { OriginTag } from '../../components/origin-tag.tsx'
import { formatMoment } from '../../components/time.ts'
import { ShownBy } from '../page-changes/shown-by.tsx'
import { SettingControl, isWide } from './setting-control.tsx'
import type { Definition, Setting } from './settings-form.tsx'
import type { SiteDetail } from './site-frame.tsx'
import { useLabels } from './use-labels.ts'
import { clauseMark, pair } from '../../components/marks.ts'
import { useReach } from './use-reach.ts'

interface SettingRowProps {
  site: SiteDetail
  definition: Definition
  setting: Setting
  hasDraft: boolean
  draft: unknown
  mayChange: boolean
  faults: readonly string[]
  onChange: (value: unknown) => void
  onDrop: () => void
}

/** One setting: its control, where the value comes from, and the ways to take it over, give it back or lock it. */
export function SettingRow(props: SettingRowProps) {
  const { site, definition, setting, hasDraft, mayChange, onChange, onDrop } = props
  const { t } = useTranslation('sites')
  const label = useLabels(sitesLabels)
  const id = useId()
  const [asking, setAsking] = useState<'reset' | 'lock' | 'unlock'>()
  const { key } = definition
  const name = label(`setting.${key}`)
  const isLocked = setting.origin === 'locked'
  const { pending } = setting
  const isHeld = isLocked || !mayChange || pending !== null
  const value = hasDraft ? props.draft : setting.value
  const hasOwn = setting.ownSince !== null
  const close = () => setAsking(undefined)
  const reset = useCommand(resetSetting, {
    success: t('settingReset', { name }),
    invalidates: [getSettings],
    onDone: close,
  })
  const lock = useCommand(lockSetting, {
    success: asking === 'unlock' ? t('settingUnlocked', { name }) : t('settingLocked', { name }),
    invalidates: [getSettings],
    onDone: close,
  })
  const from = setting.originSite?.name ?? ''
  const wide = isWide(key)
  const isNamed = [
    'appearance.colour',
    'home.modules',
    'home.hotLinks',
    'home.lifeEvents',
    'footer.links',
    'access.languages',
    'links.trustedHosts',
    'search.hotWords',
    'search.hiddenWords',
  ].includes(key)
  return (
    <div className={['set', wide ? 'wide' : '', hasDraft ? 'changed' : ''].filter(Boolean).join(' ')}>
      {isNamed ? (
        <span className="label" id={`${id}-label`}>
          {name}
        </span>
      ) : (
        <label htmlFor={id} id={`${id}-label`}>
          {name}
        </label>
      )}
      {!wide && <div className="value">{control()}</div>}
      <div className="set-acts">
        <Tags setting={setting} hasDraft={hasDraft} />
        {hasDraft && (
          <button className="button bare" type="button" onClick={onDrop} aria-label={pair(t('undo'), name)}>
            {t('undo')}
          </button>
        )}
        {!hasDraft && !isHeld && setting.origin === 'inherited' && (
          <button
            className="button bare"
            type="button"
            onClick={() => onChange(setting.value)}
            aria-label={pair(t('makeOwn'), name)}
          >
            {t('makeOwn')}
          </button>
        )}
        {!hasDraft && mayChange && hasOwn && pending === null && (
          <button
            className="button bare"
            type="button"
            onClick={() => setAsking('reset')}
            aria-label={pair(definition.isInheritable ? t('resetOwn') : t('resetDefault'), name)}
          >
            {definition.isInheritable ? t('resetOwn') : t('resetDefault')}
          </button>
        )}
        {!hasDraft && !isHeld && hasOwn && definition.isLockable && (site.childCount > 0 || setting.isLockedHere) && (
          <button
            className="button bare"
            type="button"
            onClick={() => setAsking(setting.isLockedHere ? 'unlock' : 'lock')}
            aria-label={pair(setting.isLockedHere ? t('unlock') : t('lock'), name)}
          >
            {setting.isLockedHere ? t('unlock') : t('lock')}
          </button>
        )}
      </div>
      {wide && <div className="value">{control()}</div>}
      {props.faults.length > 0 && <p className="field-error">{props.faults.join(clauseMark())}</p>}
      <p className="hint" id={`${id}-hint`}>
        {label(`setting.${key}.hint`)}
        {isLocked && ` ${t('lockedBy', { site: from })}`}
        {pending && ` ${t('settingPendingHint')}`}{' '}
        <ShownBy className="link" kind="setting" id={key} siteId={site.id} name={name} />
      </p>
      {asking !== undefined && (
        <ConfirmDialog
          isOpen
          title={t(asking === 'reset' ? 'askReset' : asking === 'lock' ? 'askLock' : 'askUnlock', { name })}
          effect={<Effect siteId={site.id} settingKey={key} act={asking} />}
          verb={t(
            asking === 'reset'
              ? definition.isInheritable
                ? 'resetOwn'
                : 'resetDefault'
              : asking === 'lock'
                ? 'lock'
                : 'unlock',
          )}
          isBusy={reset.isPending || lock.isPending}
          onConfirm={() => {
            const since = setting.ownSince
            if (since === null) return
            const params = { id: site.id, key }
            if (asking === 'reset') reset.mutate({ params, query: { expectedSince: since } })
            else lock.mutate({ params, body: { isLocked: asking === 'lock', expectedSince: since } })
          }}
          onCancel={close}
        />
      )}
    </div>
  )

  function control() {
    return (
      <SettingControl
        id={id}
        labelId={`${id}-label`}
        siteId={site.id}
        settingKey={key}
        schema={definition.schema}
        value={value}
        isDisabled={isHeld}
        onChange={onChange}
      />
    )
  }
}

/** Where the value comes from, and what holds it. */
function Tags({ setting, hasDraft }: Pick<SettingRowProps, 'setting' | 'hasDraft'>) {
  const { t } = useTranslation('sites')
  const { pending } = setting
  return (
    <>
      {hasDraft ? (
        <span className="chip warn origin">{t('notSaved')}</span>
      ) : (
        <OriginTag kind={setting.origin} from={setting.originSite?.name ?? ''} />
      )}
      {pending && <span className="chip origin warn">{t('settingPending', { at: formatMoment(pending.at) })}</span>}
      {setting.isLockedHere && <span className="chip origin info">{t('lockedForBelow')}</span>}
    </>
  )
}

function Effect({ siteId, settingKey, act }: { siteId: string; settingKey: string; act: 'reset' | 'lock' | 'unlock' }) {
  const { t } = useTranslation('sites')
  const reach = useReach(siteId, [settingKey]).get(settingKey)
  if (reach === undefined) return t('reachReading')
  if (act === 'lock') return t('lockEffect', { below: reach.below, keeping: reach.keeping })
  if (act === 'unlock') return t('unlockEffect', { below: reach.below })
  return t('resetEffect', { count: reach.inheriting })
}
