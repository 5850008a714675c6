import { Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialog.tsx'
import { createPreview } from '../../../../src/modules/previews/contract.ts'
import { useCommand } from '../../client.ts'
import { DateTimeField } from '../../components/date-time-field.tsx'
import { Field } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { formatMoment, shanghaiInstant } from '../../components/time.ts'
import { MadeLink } from './made-link.tsx'
import { pagePath } from './page-path.ts'
import './previews.css'

export interface Wanted {
  site: { id: string; name: string; host?: string | null; basePath?: string }
  /** The page of one text; without it a page of the site is chosen. */
  item?: { id: string; title: string }
}

const HOUR = 60
const DAY = 24 * HOUR
const QUICK = [
  ['hourAgo', -HOUR],
  ['dayAgo', -DAY],
  ['weekAgo', -7 * DAY],
  ['monthAgo', -30 * DAY],
  ['dayAhead', DAY],
  ['weekAhead', 7 * DAY],
] as const

const inMinutes = (minutes: number) => shanghaiInstant(formatMoment(Date.now() + minutes * 60_000))

/** Page, moment and how long the link is good; then the link, to open or to hand on. */
export function TimeMachineDialog({ site, item, onClose }: Wanted & { onClose: () => void }) {
  const { t } = useTranslation('previews')
  const [typed, setTyped] = useState(`${site.basePath ?? ''}/`)
  const [at, setAt] = useState<string | null>(inMinutes(-DAY))
  const [minutes, setMinutes] = useState(DAY)
  const [isTried, setTried] = useState(false)
  const command = useCommand(createPreview, { announcesProblem: false })
  const page = pagePath(typed, site.host ?? '')

  function make() {
    setTried(true)
    if ('fault' in page || at === null) return
    const which = item ? { itemId: item.id } : page.path === '' ? {} : { path: page.path }
    command.mutate({ body: { siteId: site.id, at, expiresInMinutes: minutes, ...which } })
  }

  const made = command.data
  return (
    <Dialog
      open
      title={made ? t('made') : t('title', { site: site.name })}
      okText={t('make')}
      confirmLoading={command.isPending}
      onOk={make}
      onCancel={onClose}
      {...(made ? { footer: null } : {})}
      destroyOnHidden
    >
      {made ? (
        <MadeLink made={made} onAgain={() => command.reset()} />
      ) : (
        <form
          className="form time-machine"
          onSubmit={(event) => {
            event.preventDefault()
            make()
          }}
        >
          <p className="hint">{t('lead')}</p>
          {command.error && <ProblemNotice problem={command.error} shownPointers={['/path', '/at']} />}
          {item ? (
            <p>
              {t('pageOfText')}
              <br />
              <b>{item.title}</b>
            </p>
          ) : (
            <Field
              label={t('page')}
              hint={t('pageHint')}
              error={isTried && 'fault' in page ? t(page.fault, { host: site.host }) : undefined}
              problem={command.error}
              pointer="/path"
            >
              <Input value={typed} onChange={(event) => setTyped(event.target.value)} />
            </Field>
          )}
          <Field
            label={t('moment')}
            hint={t('momentHint')}
            error={isTried && at === null ? t('momentMissing') : undefined}
            problem={command.error}
            pointer="/at"
          >
            <DateTimeField value={at} onChange={setAt} />
          </Field>
          <div className="quick" role="group" aria-label={t('quick')}>
            {QUICK.map(([name, ahead]) => (
              <button className="button small" type="button" key={name} onClick={() => setAt(inMinutes(ahead))}>
                {t(name)}
              </button>
            ))}
          </div>
          <Field label={t('goodFor')} hint={t('goodForHint')}>
            <Select
              value={minutes}
              onChange={setMinutes}
              options={[
                { value: HOUR, label: t('hour', { count: 1 }) },
                { value: DAY, label: t('day', { count: 1 }) },
                { value: 3 * DAY, label: t('day', { count: 3 }) },
                { value: 7 * DAY, label: t('day', { count: 7 }) },
              ]}
            />
          </Field>
          <button type="submit" hidden />
        </form>
      )}
    </Dialog>
  )
}
