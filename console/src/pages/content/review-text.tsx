import { useTranslation } from 'react-i18next'
import { useHotkey } from '../../app/hotkeys.ts'
import { Panel } from '../../components/panel.tsx'
import { SideBySideDiff } from '../../components/side-by-side-diff.tsx'
import { toCompare, toEditor } from './body-sources.ts'
import { ReadingView } from './reading-view.tsx'
import type { Edition, FullDocument } from './types.ts'
import { useEditionLabel } from './use-edition-label.ts'

/** Against what readers see now; a first edition as it will read. */
export function ReviewText({ document: doc, before }: { document: FullDocument; before: Edition | undefined }) {
  const { t } = useTranslation('content')
  const label = useEditionLabel()
  const step = (by: number) => {
    const changes = [...document.querySelectorAll<HTMLElement>('.review [data-change]')]
    if (changes.length === 0) return
    const middle = innerHeight / 2
    const tops = changes.map((row) => row.getBoundingClientRect().top)
    const at = by > 0 ? tops.findIndex((top) => top > middle + 2) : tops.findLastIndex((top) => top < middle - 2 - 40)
    const row = changes[at === -1 ? (by > 0 ? 0 : changes.length - 1) : at]
    row?.scrollIntoView({ block: 'center' })
  }
  useHotkey('N', t('keyNextChange'), () => step(1), { isEnabled: before !== undefined })
  useHotkey('P', t('keyPreviousChange'), () => step(-1), { isEnabled: before !== undefined })
  if (!before) {
    const { edition } = doc
    return (
      <Panel title={t('firstEdition')} isPadded>
        <ReadingView
          text={{ ...edition, body: toEditor(edition.body) }}
          siteName={doc.siteName}
          channelName={doc.channelName}
          releasedAt={doc.firstReleasedAt}
          kind={doc.kind}
        />
      </Panel>
    )
  }
  return (
    <Panel title={t('paragraphByParagraph')} extra={<span className="hint">{t('stepHint')}</span>}>
      <SideBySideDiff
        before={{ label: label(before), html: toCompare(before.body) }}
        after={{ label: label(doc.edition), html: toCompare(doc.edition.body) }}
      />
    </Panel>
  )
}
