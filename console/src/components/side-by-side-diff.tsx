import { Fragment, useMemo, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { alignParagraphs, type DiffRow, type Piece } from './align-paragraphs.ts'
import { foldRows } from './fold-rows.ts'
import { paragraphsOf } from './paragraphs-of.ts'

interface Version {
  /** Number, time and state of the version. */
  label: string
  html: string
}

/** Two versions of a text, paragraph by paragraph; unchanged stretches are folded. */
export function SideBySideDiff({ before, after }: { before: Version; after: Version }) {
  const { t } = useTranslation('components')
  const [isFolding, setFolding] = useState(true)
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set())
  const rows = useMemo(
    () => alignParagraphs(paragraphsOf(before.html), paragraphsOf(after.html)),
    [before.html, after.html],
  )
  const shown = useMemo(() => foldRows(rows), [rows])
  const changes = rows.filter((row) => row.kind !== 'same').length
  const draw = (row: DiffRow, key: number) => (
    <ComparedRow key={key} row={row} before={before.label} after={after.label} />
  )
  return (
    <>
      <div className="panel-body between">
        <span role="status">{changes === 0 ? t('diffNone') : t('diffChanges', { count: changes })}</span>
        <label>
          <input type="checkbox" checked={isFolding} onChange={() => setFolding(!isFolding)} /> {t('diffOnlyChanges')}
        </label>
      </div>
      <div className="scroll" role="region" aria-label={t('diffLabel')} tabIndex={0}>
        <table className="diff diff-two">
          <thead>
            <tr>
              <th scope="col">{before.label}</th>
              <th scope="col">{after.label}</th>
            </tr>
          </thead>
          <tbody>
            {!isFolding && rows.map(draw)}
            {isFolding &&
              shown.map((one) => {
                if (one.kind === 'row') return draw(one.row, one.key)
                if (unfolded.has(one.key)) {
                  return <Fragment key={one.key}>{one.rows.map((row, index) => draw(row, one.key + index))}</Fragment>
                }
                return (
                  <tr className="fold" key={one.key}>
                    <td colSpan={2}>
                      <button
                        className="button bare"
                        type="button"
                        onClick={() => setUnfolded(new Set([...unfolded, one.key]))}
                      >
                        {t('diffFold', { count: one.rows.length })}
                      </button>
                    </td>
                  </tr>
                )
              })}
          </tbody>
        </table>
      </div>
    </>
  )
}

function ComparedRow({ row, before, after }: { row: DiffRow; before: string; after: string }) {
  const { t } = useTranslation('components')
  const none = <span className="hint">{t('diffEmpty')}</span>
  const [left, right] = ((): [ReactNode, ReactNode] => {
    switch (row.kind) {
      case 'same':
        return [row.text, row.text]
      case 'changed':
        return [<Pieces key="before" pieces={row.before} />, <Pieces key="after" pieces={row.after} />]
      case 'removed':
        return [<del key="before">{row.text}</del>, none]
      case 'added':
        return [none, <ins key="after">{row.text}</ins>]
    }
  })()
  return (
    <tr className={row.kind === 'same' ? 'same' : ''} data-change={row.kind === 'same' ? undefined : ''}>
      <td data-label={before}>{left}</td>
      <td data-label={after}>{right}</td>
    </tr>
  )
}

function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map((piece, index) => {
    if (piece.kind === 'out') return <del key={index}>{piece.text}</del>
    return piece.kind === 'in' ? <ins key={index}>{piece.text}</ins> : <span key={index}>{piece.text}</span>
  })
}
