import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SideDrawer } from '../../components/side-drawer.tsx'
import type { Draft } from './draft.ts'
import { ReadingView } from './reading-view.tsx'
import type { FullDocument } from './types.ts'

interface PreviewDrawerProps {
  isOpen: boolean
  onClose: () => void
  draft: Draft
  document: FullDocument
}

/** The text as readers will read it, at the width of a desk or of a phone. */
export function PreviewDrawer({ isOpen, onClose, draft, document: doc }: PreviewDrawerProps) {
  const { t } = useTranslation('content')
  const [width, setWidth] = useState<'desk' | 'phone'>('desk')
  return (
    <SideDrawer
      open={isOpen}
      onClose={onClose}
      size="min(960px, 100vw)"
      title={t('preview')}
      destroyOnHidden
      extra={
        <Segmented<'desk' | 'phone'>
          aria-label={t('previewWidth')}
          value={width}
          onChange={setWidth}
          options={[
            { value: 'desk', label: t('previewDesk') },
            { value: 'phone', label: t('previewPhone') },
          ]}
        />
      }
    >
      <div className={width === 'phone' ? 'paper phone' : 'paper'}>
        <ReadingView
          text={draft}
          siteName={doc.siteName}
          channelName={doc.channelName}
          releasedAt={doc.firstReleasedAt}
          kind={doc.kind}
        />
      </div>
    </SideDrawer>
  )
}
