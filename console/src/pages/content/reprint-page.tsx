import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findReleased, getInbox, listDocuments, reprintItem } from '../../../../src/modules/content/contract.ts'
import { keep, kept } from '../../app/kept.ts'
import { useSession } from '../../app/session.tsx'
import { useSite } from '../../app/use-site.ts'
import { useCommand, useOperation } from '../../client.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useDebounced } from '../../components/use-debounced.ts'
import { ChannelSelect } from './channel-select.tsx'
import { portalHref } from './portal-href.ts'
import { isAddress } from './is-address.ts'
import { SiteSelect } from './site-select.tsx'
import { useContentWords } from './use-content-words.ts'
import { pair } from '../../components/marks.ts'
import './content.css'

/** Takes over something released elsewhere: found by its address, or among the newest of a site. */
export function ReprintPage() {
  const { t } = useTranslation('content')
  const words = useContentWords()
  const navigate = useNavigate()
  const { account } = useSession()
  const [own] = useSite()
  const name = `yw-channel-${account.id}`
  const [text, setText] = useState('')
  const [from, setFrom] = useState<string>()
  const [siteId, setSiteId] = useState(own?.id)
  const [channelId, setChannelId] = useState(own === undefined ? undefined : (kept(name) ?? undefined))
  const [isTried, setTried] = useState(false)
  const asked = useDebounced(text.trim(), 300)
  const query = isAddress(asked)
    ? { url: asked }
    : { ...(from === undefined ? {} : { siteId: from }), ...(asked === '' ? {} : { text: asked }) }
  const canAsk = isAddress(asked) || from !== undefined
  const { data, error, isFetching } = useOperation(findReleased, { query }, { enabled: canAsk, keepsPrevious: false })
  const reprint = useCommand(reprintItem, {
    announcesProblem: false,
    success: t('reprinted'),
    invalidates: [listDocuments, getInbox],
    onDone: (document) => {
      keep(name, document.channelId)
      void navigate({ to: '/documents/$id', params: { id: document.id } })
    },
  })
  const target = useRef<HTMLElement>(null)
  const site = siteId ?? own?.id
  const take = (itemId: string) => {
    setTried(true)
    if (channelId !== undefined) reprint.mutate({ body: { itemId, channelId } })
    // On a phone it stands below everything that was found.
    else target.current?.scrollIntoView({ block: 'center' })
  }
  return (
    <>
      <PageHead title={t('reprint')} hint={t('reprintLead')} back={{ to: '/documents', label: t('documents') }} />
      <div className="two reprint">
        <Panel title={t('reprintFind')}>
          <div className="panel-body form">
            <Field label={t('reprintAddress')} hint={t('reprintAddressHint')}>
              <input
                className="field"
                type="search"
                value={text}
                onChange={(event) => setText(event.target.value)}
                autoFocus
              />
            </Field>
            {!isAddress(text.trim()) && (
              <Field label={t('reprintSite')} hint={t('reprintSiteHint')}>
                <SiteSelect isMine={false} value={from} onChange={setFrom} />
              </Field>
            )}
            {error && <ProblemNotice problem={error} />}
            {reprint.error && <ProblemNotice problem={reprint.error} />}
          </div>
          {!canAsk && asked !== '' && <EmptyState title={t('reprintNeedsSite')} />}
          {canAsk && data?.length === 0 && <EmptyState title={t('reprintNone')} advice={t('reprintNoneAdvice')} />}
          {canAsk && !data && isFetching && <p className="panel-body hint">{t('reading')}</p>}
          <ul className="found">
            {data?.map((item) => (
              <li key={item.itemId}>
                <div>
                  <a href={portalHref(item)} target="_blank" rel="noreferrer">
                    {item.title}
                  </a>
                  <p className="hint">
                    {item.siteName} / {item.channelName}　<Moment at={item.firstReleasedAt} only="day" />
                    {'　'}
                    {words(`enum.kind.${item.kind}`)}
                  </p>
                  {item.summary !== '' && <p className="hint found-summary">{item.summary}</p>}
                </div>
                <button
                  className="button"
                  type="button"
                  aria-label={pair(t('reprintTake'), item.title)}
                  disabled={reprint.isPending}
                  onClick={() => take(item.itemId)}
                >
                  <Icon name="share" /> {t('reprintTake')}
                </button>
              </li>
            ))}
          </ul>
        </Panel>
        <aside aria-label={t('reprintTo')} ref={target}>
          <Panel title={t('reprintTo')} isPadded>
            <div className="form">
              <Field label={t('site')} isRequired error={isTried && site === undefined ? t('pickSite') : undefined}>
                <SiteSelect
                  value={site}
                  onChange={(next) => {
                    setSiteId(next)
                    setChannelId(undefined)
                  }}
                />
              </Field>
              <Field
                label={t('channel')}
                isRequired
                error={isTried && site !== undefined && channelId === undefined ? t('pickChannel') : undefined}
              >
                <ChannelSelect siteId={site} value={channelId} onChange={setChannelId} />
              </Field>
              <p className="hint">{t('reprintNote')}</p>
            </div>
          </Panel>
        </aside>
      </div>
    </>
  )
}
