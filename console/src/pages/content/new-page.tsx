import { useNavigate } from '@tanstack/react-router'
import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createDocument, getInbox, listDocuments } from '../../../../src/modules/content/contract.ts'
import { getChannel } from '../../../../src/modules/sites/contract.ts'
import { keep, kept } from '../../app/kept.ts'
import { useSession } from '../../app/session.tsx'
import { useAddress } from '../../app/use-address.ts'
import { useSite } from '../../app/use-site.ts'
import { useCommand, useOperation } from '../../client.ts'
import { Field } from '../../components/field.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { ChannelSelect } from './channel-select.tsx'
import { SiteSelect } from './site-select.tsx'
import { useContentWords } from './use-content-words.ts'
import './content.css'

/** A document begins with where it belongs and what it is called; everything else is written in the editor. */
export function NewPage() {
  const { t } = useTranslation('content')
  const words = useContentWords()
  const navigate = useNavigate()
  const { account } = useSession()
  const [chosen] = useSite()
  const name = `yw-channel-${account.id}`
  const [{ channel: asked }] = useAddress({ channel: '' })
  const [siteId, setSiteId] = useState<string>()
  const [channelId, setChannelId] = useState(asked || kept(name) || undefined)
  const [title, setTitle] = useState('')
  const [isTried, setTried] = useState(false)
  const channel = useOperation(
    getChannel,
    { params: { id: channelId ?? '' } },
    { enabled: channelId !== undefined, keepsPrevious: false },
  )
  const create = useCommand(createDocument, {
    announcesProblem: false,
    invalidates: [listDocuments, getInbox],
    onDone: (document) => {
      keep(name, document.channelId)
      void navigate({ to: '/documents/$id', params: { id: document.id }, replace: true, search: { begin: 'true' } })
    },
  })
  const channelSite = channel.data?.siteId
  useEffect(() => {
    // The remembered channel tells its site, unless another site has been chosen in the bar since.
    if (channelSite === undefined) return
    if (asked === '' && chosen !== undefined && chosen.id !== channelSite) {
      setSiteId(chosen.id)
      setChannelId(undefined)
    } else setSiteId(channelSite)
  }, [channelSite, chosen, asked])
  const site = siteId ?? (channelId === undefined ? chosen?.id : undefined)

  const submit = () => {
    setTried(true)
    if (channelId === undefined || title.trim() === '') return
    // Most texts come from where their writer works; who brings in another's says so in the editor.
    create.mutate({ body: { channelId, title: title.trim(), source: account.organisationName } })
  }
  const stages = channel.data?.effectiveReviewStages ?? 0
  return (
    <>
      <PageHead title={t('newDocument')} back={{ to: '/documents', label: t('documents') }} />
      <Panel label={t('newDocument')} isPadded>
        <form
          className="form new-document"
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          {create.error && <ProblemNotice problem={create.error} shownPointers={['/body/title']} />}
          <Field label={t('site')} isRequired error={isTried && site === undefined ? t('pickSite') : undefined}>
            <SiteSelect
              isFirst={channelId === undefined && site === undefined}
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
            error={isTried && channelId === undefined ? t('pickChannel') : undefined}
            hint={
              channel.data && channelId !== undefined
                ? t('channelHint', {
                    kind: words(`enum.kind.${channel.data.itemKind}`),
                    review: stages === 0 ? t('noReview') : t('reviewStages', { count: stages }),
                  })
                : undefined
            }
          >
            <ChannelSelect
              siteId={site}
              value={channelId}
              onChange={(next) => {
                // The site is not asked for again: for that moment the field would be closed, and lose the focus.
                setSiteId(site)
                setChannelId(next)
              }}
            />
          </Field>
          <Field
            label={t('title')}
            isRequired
            error={isTried && title.trim() === '' ? t('titleMissing') : undefined}
            problem={create.error}
            pointer="/title"
          >
            <Input
              autoFocus={channelId !== undefined}
              size="large"
              maxLength={200}
              showCount
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          </Field>
          <div>
            <button className="button primary" type="submit" disabled={create.isPending}>
              {t('beginWriting')}
            </button>
          </div>
        </form>
      </Panel>
    </>
  )
}
