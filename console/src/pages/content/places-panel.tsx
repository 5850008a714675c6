import { Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getReach } from '../../../../src/modules/content/contract.ts'
import { useOperation } from '../../client.ts'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { fieldId } from './field-id.ts'
import { PlaceDialog } from './place-dialog.tsx'
import { PlacementNames } from './placement-names.tsx'
import { ReachList } from './reach-list.tsx'
import type { DocumentEditor } from './use-document-editor.ts'

/** Where it belongs, where else it shows, and how far that reaches, before anybody presses a button. */
export function PlacesPanel({ editor }: { editor: DocumentEditor }) {
  const { t } = useTranslation('content')
  const { document: doc, draft, change, isReadOnly } = editor
  const [dialog, setDialog] = useState<'home' | 'further'>()
  const { data, error, refetch } = useOperation(getReach, { params: { id: doc.id } })
  const isDown = doc.state === 'withdrawn' && doc.withdrawal !== null && Date.parse(doc.withdrawal.at) <= Date.now()
  return (
    <Panel
      title={t('places')}
      extra={
        !isReadOnly && (
          <button className="link" type="button" onClick={() => setDialog('home')}>
            {t('moveHome')}
          </button>
        )
      }
    >
      <div className="panel-body" id={fieldId('/placements')}>
        {error && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
        {isDown && <p className="hint">{t('reachNothing')}</p>}
        {data && !isDown && <ReachList reach={data} />}
        {draft.placements.length > 0 && (
          <PlacementNames
            ids={draft.placements}
            isReadOnly={isReadOnly}
            onRemove={(id) => change({ placements: draft.placements.filter((one) => one !== id) })}
          />
        )}
        {!isReadOnly && (
          <div className="places-acts">
            <button className="button" type="button" onClick={() => setDialog('further')}>
              <Icon name="plus" /> {t('addPlace')}
            </button>
            <Checkbox checked={draft.isPinned} onChange={(event) => change({ isPinned: event.target.checked })}>
              {t('pin')}
            </Checkbox>
          </div>
        )}
        {isReadOnly && draft.isPinned && <p className="hint">{t('pinned')}</p>}
      </div>
      {dialog && (
        <PlaceDialog
          title={dialog === 'home' ? t('moveHome') : t('addPlace')}
          lead={dialog === 'home' ? t('moveHomeLead') : t('addPlaceLead')}
          kind={doc.kind}
          siteId={doc.siteId}
          onClose={() => setDialog(undefined)}
          onPick={(channelId) => {
            if (dialog === 'home')
              change({ channelId, placements: draft.placements.filter((one) => one !== channelId) })
            else if (channelId !== draft.channelId && !draft.placements.includes(channelId)) {
              change({ placements: [...draft.placements, channelId] })
            }
            setDialog(undefined)
          }}
        />
      )}
    </Panel>
  )
}
