import { useEditorState, type Editor } from '@tiptap/react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../components/icon.tsx'
import { CharacterCount } from './character-count.tsx'
import { tableTools, textTools, type Tool } from './tools.ts'

export type EditorDialog = 'link' | 'picture' | 'attachment' | 'table'

/** Buttons of the editor: one stop of the tab key, arrow keys inside, Esc back to the text. */
export function Toolbar({ editor, onDialog }: { editor: Editor; onDialog: (dialog: EditorDialog) => void }) {
  const { t } = useTranslation('editor')
  const box = useRef<HTMLDivElement>(null)
  const [stop, setStop] = useState('undo')
  const state = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      isInTable: now.isActive('table'),
      on: [...textTools, ...tableTools]
        .filter((tool) => tool.kind === 'tool' && tool.isOn?.(now))
        .map((tool) => tool.key),
      off: textTools.filter((tool) => tool.kind === 'tool' && tool.isOff?.(now)).map((tool) => tool.key),
    }),
  })

  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(box.current?.querySelectorAll<HTMLButtonElement>('button:not(:disabled)') ?? [])]
    const at = buttons.findIndex((one) => one === document.activeElement)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (event.key === 'Escape') editor.view.focus()
    else if (to === undefined) return
    else buttons[(to + buttons.length) % buttons.length]?.focus()
    event.preventDefault()
  }
  const draw = (tool: Tool) => {
    if (tool.kind === 'line') return <hr key={tool.key} aria-hidden="true" />
    return (
      <button
        key={tool.key}
        type="button"
        tabIndex={stop === tool.key ? 0 : -1}
        disabled={state.off.includes(tool.key)}
        aria-label={tool.sign === undefined ? t(tool.label) : `${t(tool.label)} ${tool.sign}`}
        title={t(tool.label) + (tool.keys === undefined ? '' : `　${tool.keys}`)}
        {...(tool.isOn ? { 'aria-pressed': state.on.includes(tool.key) } : {})}
        {...(tool.dialog ? { 'aria-haspopup': 'dialog' as const } : {})}
        onFocus={() => setStop(tool.key)}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => (tool.dialog ? onDialog(tool.dialog) : tool.run?.(editor))}
      >
        {tool.icon ? <Icon name={tool.icon} /> : tool.words ? t(tool.words) : tool.sign}
      </button>
    )
  }
  return (
    <div className="tools" role="toolbar" aria-label={t('toolbar')} ref={box} onKeyDown={onKeyDown}>
      {textTools.map(draw)}
      <CharacterCount editor={editor} />
      {state.isInTable && (
        <div className="tools-table" role="group" aria-label={t('tableTools')}>
          {tableTools.map(draw)}
        </div>
      )}
    </div>
  )
}
