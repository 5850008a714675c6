import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { getScheme } from '../../../../src/modules/vocabulary/contract.ts'
import { useOperation } from '../../client.ts'
import { formatMoment } from '../../components/time.ts'
import { sizeWords } from '../../components/size-words.ts'
import { insideHref } from './body-sources.ts'
import { cleanPreview } from './clean-preview.ts'
import type { AttachedFile } from './types.ts'
import { useMetadataWords } from './use-metadata-words.ts'
import { colon, pair } from '../../components/marks.ts'
import '../../editor/editor.css'

interface ReadingViewProps {
  text: {
    title: string
    subtitle: string
    body: string
    source: string
    author: string
    editor: string
    files: readonly AttachedFile[]
    metadata: Record<string, unknown>
    visibleFrom: string | null
  }
  siteName: string
  channelName: string
  releasedAt: string | null
  kind: string
}

/** Title, facts, text and attachments in reading type. `body` is as the editor shows it. */
export function ReadingView({ text, siteName, channelName, releasedAt, kind }: ReadingViewProps) {
  const { t } = useTranslation('content')
  const { data } = useOperation(getScheme, { params: { kind } }, { staleFor: 600_000 })
  const facts = useMetadataWords(data?.elements.filter((element) => element.isShown) ?? [], text.metadata)
  const html = useMemo(() => cleanPreview(text.body), [text.body])
  const at = releasedAt ?? text.visibleFrom
  return (
    <article className="reading">
      <p className="hint">
        {siteName} &gt; {channelName}
      </p>
      {facts.length > 0 && (
        <dl className="reading-facts">
          {facts.map(({ name, words }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      )}
      <h2 className="reading-title">{text.title === '' ? t('untitled') : text.title}</h2>
      {text.subtitle !== '' && <p className="reading-subtitle">{text.subtitle}</p>}
      <p className="reading-line">
        {[
          at === null ? t('dateOnRelease') : formatMoment(at),
          text.source === '' ? '' : pair(t('source'), text.source),
          text.author === '' ? '' : pair(t('author'), text.author),
        ]
          .filter(Boolean)
          .join('　')}
      </p>
      <div className="text" dangerouslySetInnerHTML={{ __html: html }} />
      {text.files.length > 0 && (
        <>
          <h3>{t('attachments', { count: text.files.length })}</h3>
          <ul className="reading-files">
            {text.files.map((file) => (
              <li key={file.blob}>
                <a href={insideHref(file.blob, file.name)} target="_blank" rel="noreferrer">
                  {file.name}
                </a>{' '}
                <span className="hint">{sizeWords(file.bytes)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {text.editor !== '' && (
        <p className="reading-line end">
          {t('responsibleEditor')}
          {colon()}
          {text.editor}
        </p>
      )}
    </article>
  )
}
