import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import {
  EffectiveSetting,
  getSettings,
  putSettings,
  SettingDefinition,
} from '../../../../src/modules/sites/contract.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { useHotkey } from '../../app/hotkeys.ts'
import { useCommand } from '../../client.ts'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useLeaveGuard } from '../../components/use-leave-guard.ts'
import { SettingRow } from './setting-row.tsx'
import type { SiteDetail } from './site-frame.tsx'
import { useLabels } from './use-labels.ts'
import { aside, listMark, pair } from '../../components/marks.ts'
import { useReach } from './use-reach.ts'

export type Definition = z.output<typeof SettingDefinition>
export type Setting = z.output<typeof EffectiveSetting>

interface SettingsFormProps {
  site: SiteDetail
  definitions: readonly Definition[]
  settings: readonly Setting[]
}

/** All groups below each other; what was changed waits in the bar at the foot, with what saving it will touch. */
export function SettingsForm({ site, definitions, settings }: SettingsFormProps) {
  const { t } = useTranslation('sites')
  const { t: common } = useTranslation()
  const label = useLabels(sitesLabels)
  const [drafts, setDrafts] = useState<ReadonlyMap<string, unknown>>(new Map())
  const byKey = new Map(settings.map((one) => [one.key, one]))
  const changed = [...drafts.keys()]
  useLeaveGuard(changed.length > 0)
  const reach = useReach(site.id, changed)
  const command = useCommand(putSettings, {
    success: t('settingsSaved', { count: changed.length }),
    invalidates: [getSettings],
    announcesProblem: false,
    onDone: () => setDrafts(new Map()),
  })
  const change = (key: string, value: unknown) => {
    const setting = byKey.get(key)
    setDrafts((before) => {
      const after = new Map(before)
      if (setting?.origin === 'own' && JSON.stringify(setting.value) === JSON.stringify(value)) after.delete(key)
      else after.set(key, value)
      return after
    })
  }
  const drop = (key: string) => setDrafts((before) => new Map([...before].filter(([one]) => one !== key)))
  const save = () => {
    if (changed.length === 0 || command.isPending) return
    command.mutate({
      params: { id: site.id },
      body: {
        values: changed.map((key) => ({
          key,
          value: drafts.get(key),
          expectedSince: byKey.get(key)?.ownSince ?? null,
        })),
      },
    })
  }
  useHotkey('S', t('saveSettings'), save, { isEnabled: changed.length > 0 })
  const groups = [...Map.groupBy(definitions, (one) => one.group)]
  const pointers = changed.flatMap((_, index) => [`/values/${index}/value`, `/body/values/${index}/value`])
  const mayChange = site.may.includes('setting.manage')
  return (
    <>
      <nav aria-label={t('settingGroups')}>
        <ul>
          {groups.map(([group]) => (
            <li key={group}>
              <a href={`#group-${group}`}>{label(`enum.settingGroup.${group}`)}</a>
            </li>
          ))}
        </ul>
      </nav>
      <form
        className="settings-form"
        aria-label={t('tabSettings')}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          save()
        }}
      >
        {groups.map(([group, list], place) => (
          <div key={group} id={`group-${group}`}>
            <Panel
              title={label(`enum.settingGroup.${group}`)}
              {...(place === 0 ? { extra: <Line site={site} /> } : {})}
            >
              <div>
                {list.map((definition) => {
                  const setting = byKey.get(definition.key)
                  if (setting === undefined) return null
                  const index = changed.indexOf(definition.key)
                  return (
                    <SettingRow
                      key={definition.key}
                      site={site}
                      definition={definition}
                      setting={setting}
                      hasDraft={index >= 0}
                      draft={drafts.get(definition.key)}
                      mayChange={mayChange}
                      faults={index < 0 ? [] : faultsOf(command.error?.errors ?? [], index)}
                      onChange={(value) => change(definition.key, value)}
                      onDrop={() => drop(definition.key)}
                    />
                  )
                })}
              </div>
            </Panel>
          </div>
        ))}
        {changed.length > 0 && (
          <div className="save" role="region" aria-label={t('unsaved')}>
            <div>
              {command.error && <ProblemNotice problem={command.error} shownPointers={pointers} />}
              <p>
                <b role="status">
                  {t('unsavedList', {
                    count: changed.length,
                    list: changed.map((key) => label(`setting.${key}`)).join(listMark()),
                  })}
                </b>
              </p>
              <ul className="hint">
                {changed.map((key) => (
                  <li key={key}>{pair(label(`setting.${key}`), reachWords(reach.get(key)))}</li>
                ))}
              </ul>
            </div>
            <button className="button" type="button" onClick={() => setDrafts(new Map())}>
              {t('discard')}
            </button>
            <button className="button primary" type="submit" disabled={command.isPending}>
              {common('save')} <kbd>S</kbd>
            </button>
          </div>
        )}
      </form>
    </>
  )

  function reachWords(found: ReturnType<typeof reach.get>): string {
    if (found === undefined) return t('reachReading')
    if (found.below === 0 || (found.inheriting === 0 && found.keeping === 0)) return t('reachHere')
    const base = t('reachBelow', { count: found.inheriting, keeping: found.keeping })
    const names = found.examples
      .map((one) => one.name)
      .slice(0, 3)
      .join(listMark())
    return names === '' ? base : aside(base, t('reachExamples', { names }))
  }
}

/** From where this site inherits, and who inherits from it. */
function Line({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  return (
    <span className="hint">
      <Icon name="tree" /> {[...site.ancestors.map((one) => one.name), site.name].join(' › ')}
      {site.childCount > 0 && ` › ${t('childrenInherit', { count: site.childCount })}`}
    </span>
  )
}

/** Faults below a value stand at its row, wherever inside the value they are. */
function faultsOf(errors: readonly { pointer: string; detail: string }[], index: number): string[] {
  const at = new RegExp(`^(/body)?/values/${index}(/|$)`)
  return [...new Set(errors.filter((one) => at.test(one.pointer)).map((one) => one.detail))]
}
