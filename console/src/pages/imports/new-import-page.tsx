import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  listRuns,
  previewFile,
  startRun,
  StoredFile,
  type Mapping,
} from '../../../../src/modules/migration/contract.ts'
import { getChannelTree, takesItems } from '../../../../src/modules/sites/contract.ts'
import { sendUpload } from '../../app/send-upload.ts'
import { useSite } from '../../app/use-site.ts'
import { useCommand, useOperation } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Field } from '../../components/field.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { UploadField, type UploadControl } from '../../components/upload-field.tsx'
import type { z } from 'zod'
import type { Choice } from '../sites/choice-field.tsx'
import { SiteField } from '../sites/site-field.tsx'
import '../sites/sites.css'
import { SelectField, TextField } from '../sites/text-field.tsx'
import './imports.css'
import { MappingEditor } from './mapping-editor.tsx'
import { PreviewPanel } from './preview-panel.tsx'

type Stored = z.output<typeof StoredFile>

async function upload(file: File, control: UploadControl): Promise<Stored> {
  const ways = { whole: '/import-files', pieces: '/partial-import-files' }
  return StoredFile.parse(await sendUpload(file, ways, control))
}

/** Where to, which file, which field is which, a trial, and the import: on one screen in this order. */
export function NewImportPage() {
  const { t } = useTranslation('imports')
  const navigate = useNavigate()
  const [here] = useSite()
  const [picked, setPicked] = useState<Choice | null>()
  const site = picked === undefined ? (here ? { id: here.id, label: here.name } : null) : picked
  const [channelId, setChannelId] = useState('')
  const [file, setFile] = useState<Stored>()
  const [source, setSource] = useState('')
  const [edited, setEdited] = useState<Mapping>()
  const [isAsking, setAsking] = useState(false)
  const channels = useOperation(
    getChannelTree,
    { params: { siteId: site?.id ?? '' }, query: {} },
    { enabled: site !== null, keepsPrevious: false },
  )
  const usable = (channels.data ?? []).filter(takesItems)
  const channel = usable.find((one) => one.id === channelId)
  const preview = useOperation(
    previewFile,
    {
      params: { blob: file?.blob ?? '' },
      body: { channelId, source, ...(edited === undefined ? {} : { mapping: edited }) },
    },
    { enabled: file !== undefined && channel !== undefined },
  )
  const mapping = edited ?? preview.data?.mapping
  const start = useCommand(startRun, {
    invalidates: [listRuns],
    announcesProblem: false,
    success: (run) => (run.isDryRun ? t('trialStarted') : t('started')),
    onDone: (run) => void navigate({ to: '/imports/$id', params: { id: run.id } }),
  })
  const run = (isDryRun: boolean) => {
    if (!file || !channel || !mapping) return
    start.mutate({
      body: {
        channelId,
        blob: file.blob,
        fileName: file.fileName,
        mapping,
        source: source.trim() === '' ? file.fileName : source,
        isDryRun,
      },
    })
  }
  const isReady = file !== undefined && channel !== undefined && mapping !== undefined
  return (
    <>
      <PageHead title={t('newImport')} back={{ to: '/imports', label: t('rail') }} />
      <div className="stack">
        <Panel title={t('stepWhere')} isPadded>
          <div className="form-columns">
            <Field label={t('site')} isRequired>
              <SiteField
                value={site}
                onChange={(next) => {
                  setPicked(next)
                  setChannelId('')
                  setEdited(undefined)
                }}
              />
            </Field>
            <SelectField
              label={t('channel')}
              isRequired
              value={channelId}
              none={site === null ? t('siteFirst') : t('chooseChannel')}
              isDisabled={site === null}
              onChange={(next) => {
                setChannelId(next)
                setEdited(undefined)
              }}
              options={usable.map((one) => ({ value: one.id, label: `${'　'.repeat(one.depth)}${one.name}` }))}
              hint={t('channelHint')}
            />
            <TextField label={t('source')} value={source} onChange={setSource} hint={t('sourceHint')} isOptional />
          </div>
        </Panel>
        <Panel title={t('stepFile')} isPadded>
          <UploadField
            accept=".jsonl,.ndjson,.csv,.gz,.json,.txt"
            maxBytes={2 * 1024 ** 3}
            upload={upload}
            onDone={(stored) => {
              setFile(stored)
              setEdited(undefined)
            }}
          >
            <span className="hint">{t('fileHint')}</span>
          </UploadField>
        </Panel>
        {file && !channel && <p className="hint">{t('chooseChannelFirst')}</p>}
        {file && channel && preview.error && (
          <ProblemNotice problem={preview.error} onRetry={() => void preview.refetch()} />
        )}
        {file && channel && site && preview.data && mapping && (
          <>
            <MappingEditor
              siteId={site.id}
              itemKind={channel.itemKind}
              columns={preview.data.file.columns}
              facts={preview.data.file}
              mapping={mapping}
              onChange={setEdited}
            />
            <PreviewPanel itemKind={channel.itemKind} rows={preview.data.rows} isRefreshing={preview.isFetching} />
          </>
        )}
        {start.error && <ProblemNotice problem={start.error} />}
        <div className="form-acts">
          <button className="button" type="button" disabled={!isReady || start.isPending} onClick={() => run(true)}>
            {t('tryRun')}
          </button>
          <button
            className="button primary"
            type="button"
            disabled={!isReady || start.isPending}
            onClick={() => setAsking(true)}
          >
            {t('start')}
          </button>
          <span className="hint">{t('tryHint')}</span>
        </div>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        title={t('startTitle')}
        verb={t('start')}
        isBusy={start.isPending}
        problem={start.error}
        effect={t('startEffect', { file: file?.fileName ?? '', site: site?.label ?? '', channel: channel?.name ?? '' })}
        onConfirm={() => run(false)}
        onCancel={() => setAsking(false)}
      />
    </>
  )
}
