import { Link } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import {
  listBlueprints,
  listSiteChildren,
  listSites,
  registerSitesInBulk,
  SiteKind,
  SiteLevel,
} from '../../../../src/modules/sites/contract.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { asProblem, type ApiProblem } from '../../api/problem.ts'
import { call, operationKey, useOperation } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Icon } from '../../components/icon.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { BulkTable } from './bulk-table.tsx'
import { BULK_HEADS, codeOf, parentsFirst, readBulkTable } from './read-sheet.ts'
import './sites.css'
import { TextField, SelectField } from './text-field.tsx'
import { comma, listMark } from '../../components/marks.ts'
import { useLabels } from './use-labels.ts'

type Outcome = z.output<typeof registerSitesInBulk.reply>
export type RowFault = Outcome['faults'][number]
export type RowMade = Outcome['sites'][number]

const BATCH = 20
const MOST = 500

/** Many sites from one table: paste, check, correct, make. */
export function BulkSitesPage() {
  const { t, i18n } = useTranslation('sites')
  const label = useLabels(sitesLabels)
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [text, setText] = useState('')
  const [blueprint, setBlueprint] = useState('')
  const [checked, setChecked] = useState<Outcome>()
  const [done, setDone] = useState<{ faults: RowFault[]; sites: RowMade[]; mounts: number }>()
  const [progress, setProgress] = useState<number>()
  const [problem, setProblem] = useState<ApiProblem>()
  const [isAsking, setAsking] = useState(false)
  const blueprints = useOperation(listBlueprints, {})
  const table = useMemo(() => readBulkTable(text), [text])
  const words = useMemo(
    () => ({
      level: SiteLevel.options.map((value) => pair(value, label(`enum.siteLevel.${value}`))),
      kind: SiteKind.options.map((value) => pair(value, label(`enum.siteKind.${value}`))),
    }),
    [label],
  )
  const rows = table.rows.map((row) => ({
    ...row,
    ...('level' in row ? { level: codeOf(row['level'] ?? '', words.level) } : {}),
    ...('kind' in row ? { kind: codeOf(row['kind'] ?? '', words.kind) } : {}),
    ...(blueprint === '' || (row['blueprint'] ?? '') !== '' ? {} : { blueprint }),
  }))
  const edit = (next: string) => {
    setText(next)
    setChecked(undefined)
    setDone(undefined)
    setProblem(undefined)
  }
  const check = async () => {
    setProblem(undefined)
    setDone(undefined)
    try {
      setChecked(await call(registerSitesInBulk, { body: { isDryRun: true, rows } }))
    } catch (error) {
      setProblem(asProblem(error))
    }
  }
  const make = async () => {
    setAsking(false)
    const order = parentsFirst(rows)
    const all: { faults: RowFault[]; sites: RowMade[]; mounts: number } = { faults: [], sites: [], mounts: 0 }
    setProgress(0)
    try {
      for (let at = 0; at < order.length; at += BATCH) {
        const batch = order.slice(at, at + BATCH)
        const reply = await call(registerSitesInBulk, {
          body: { isDryRun: false, rows: batch.flatMap((index) => rows[index] ?? []) },
        })
        const numberOf = (row: number) => (batch[row - 1] ?? 0) + 1
        all.faults.push(...reply.faults.map((one) => ({ ...one, row: numberOf(one.row) })))
        all.sites.push(...reply.sites.map((one) => ({ ...one, row: numberOf(one.row) })))
        all.mounts += reply.unresolvedMounts.length
        setProgress(((at + batch.length) / order.length) * 100)
      }
      void message.success(t('bulkMade', { count: all.sites.length }))
    } catch (error) {
      setProblem(asProblem(error))
    }
    setDone(all)
    setChecked(undefined)
    setProgress(undefined)
    for (const one of [listSites, listSiteChildren]) void queries.invalidateQueries({ queryKey: operationKey(one) })
  }
  const isTooLong = rows.length > MOST
  const isBusy = progress !== undefined
  return (
    <>
      <PageHead title={t('bulk')} back={{ to: '/sites', label: t('sites') }} hint={t('bulkLead')} />
      <div className="stack">
        <Panel title={t('bulkPaste')} isPadded>
          <div className="form">
            <TextField
              label={t('bulkTable')}
              rows={6}
              isMono
              value={text}
              onChange={edit}
              isDisabled={isBusy}
              placeholder={t('bulkPlaceholder')}
              hint={t('bulkHint', {
                columns: Object.entries(BULK_HEADS)
                  .map(([code, [head]]) => (i18n.language === 'en' ? code : head))
                  .join(listMark()),
                levels: words.level.map(([, word]) => word).join(listMark()),
                kinds: words.kind.map(([, word]) => word).join(listMark()),
              })}
              error={isTooLong ? t('bulkTooLong', { most: MOST, count: rows.length }) : undefined}
            />
            <div className="form-columns">
              <SelectField
                label={t('blueprintField')}
                none={t('noBlueprint')}
                hint={t('bulkBlueprintHint')}
                value={blueprint}
                onChange={setBlueprint}
                options={(blueprints.data ?? []).map((one) => ({
                  value: one.code,
                  label: t('blueprintOption', { name: one.name, count: one.channelCount }),
                }))}
              />
            </div>
            {problem && <ProblemNotice problem={problem} />}
            <div className="form-acts">
              <button
                className={checked && checked.usable > 0 ? 'button' : 'button primary'}
                type="button"
                disabled={rows.length === 0 || isTooLong || isBusy}
                onClick={() => void check()}
              >
                {t('bulkCheck', { count: rows.length })}
              </button>
              {checked && checked.usable > 0 && (
                <button className="button primary" type="button" disabled={isBusy} onClick={() => setAsking(true)}>
                  {t('bulkMake', { count: checked.usable })}
                </button>
              )}
              {isBusy && <ProgressBar value={progress} label={t('making')} />}
              <span className="hint" role="status">
                {checked && t('bulkChecked', { usable: checked.usable, faulty: checked.read - checked.usable })}
                {done && t('bulkDone', { made: done.sites.length, left: rows.length - done.sites.length })}
                {done && done.mounts > 0 && `${comma()}${t('unresolvedMounts', { count: done.mounts })}`}
              </span>
              {done && (
                <Link to="/sites" search={{ sort: '-updatedAt' }}>
                  <Icon name="list" /> {t('seeList')}
                </Link>
              )}
            </div>
          </div>
        </Panel>
        {rows.length > 0 && (
          <BulkTable
            columns={table.columns}
            rows={table.rows}
            faults={done?.faults ?? checked?.faults ?? []}
            made={done?.sites ?? []}
          />
        )}
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        title={t('bulkAsk', { count: checked?.usable ?? 0 })}
        effect={t(checked && checked.read === checked.usable ? 'bulkEffectAll' : 'bulkEffect', {
          count: checked?.usable ?? 0,
          left: (checked?.read ?? 0) - (checked?.usable ?? 0),
        })}
        verb={t('bulkMake', { count: checked?.usable ?? 0 })}
        onConfirm={() => void make()}
        onCancel={() => setAsking(false)}
      />
    </>
  )
}

function pair(code: string, word: string): readonly [string, string] {
  return [code, word]
}
