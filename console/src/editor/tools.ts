import type { Editor } from '@tiptap/react'
import type { IconName } from '../components/icon.tsx'
import type { editor as words } from '../locales/zh-CN/editor.ts'
import type { Align } from './allowed.ts'
import type { EditorDialog } from './toolbar.tsx'

type Word = Exclude<keyof typeof words, `${string}_other`>

export type Tool =
  | { kind: 'line'; key: string }
  | {
      kind: 'tool'
      key: string
      label: Word
      icon?: IconName
      /** Words or a sign instead of an icon. */
      words?: Word
      sign?: string
      keys?: string
      dialog?: EditorDialog
      run?: (editor: Editor) => unknown
      isOn?: (editor: Editor) => boolean
      isOff?: (editor: Editor) => boolean
    }

const line = (key: string): Tool => ({ kind: 'line', key })
const chain = (editor: Editor) => editor.chain().focus()

const heading = (level: 2 | 3 | 4, label: Word, name: Word): Tool => ({
  kind: 'tool',
  key: `h${level}`,
  label,
  words: name,
  keys: `Ctrl+Alt+${level}`,
  run: (editor) => chain(editor).toggleHeading({ level }).run(),
  isOn: (editor) => editor.isActive('heading', { level }),
})

const align = (to: Align | null, label: Word, icon: IconName): Tool => ({
  kind: 'tool',
  key: `align-${to ?? 'start'}`,
  label,
  icon,
  run: (editor) =>
    chain(editor)
      .updateAttributes('paragraph', { align: to })
      .updateAttributes('heading', { align: to })
      .updateAttributes('tableCell', { align: to })
      .updateAttributes('tableHeader', { align: to })
      .run(),
  isOn: (editor) =>
    to === null
      ? !editor.isActive({ align: 'center' }) &&
        !editor.isActive({ align: 'right' }) &&
        !editor.isActive({ align: 'justify' })
      : editor.isActive({ align: to }),
})

export const textTools: readonly Tool[] = [
  {
    kind: 'tool',
    key: 'undo',
    label: 'undo',
    icon: 'undo',
    keys: 'Ctrl+Z',
    run: (editor) => chain(editor).undo().run(),
    isOff: (editor) => !editor.can().undo(),
  },
  {
    kind: 'tool',
    key: 'redo',
    label: 'redo',
    icon: 'redo',
    keys: 'Ctrl+Y',
    run: (editor) => chain(editor).redo().run(),
    isOff: (editor) => !editor.can().redo(),
  },
  line('1'),
  heading(2, 'chapterHint', 'chapter'),
  heading(3, 'articleHint', 'article'),
  heading(4, 'clauseHint', 'clause'),
  line('2'),
  {
    kind: 'tool',
    key: 'bold',
    label: 'bold',
    icon: 'bold',
    keys: 'Ctrl+B',
    run: (editor) => chain(editor).toggleBold().run(),
    isOn: (editor) => editor.isActive('bold'),
  },
  {
    kind: 'tool',
    key: 'italic',
    label: 'italic',
    icon: 'italic',
    keys: 'Ctrl+I',
    run: (editor) => chain(editor).toggleItalic().run(),
    isOn: (editor) => editor.isActive('italic'),
  },
  {
    kind: 'tool',
    key: 'underline',
    label: 'underline',
    icon: 'underline',
    keys: 'Ctrl+U',
    run: (editor) => chain(editor).toggleUnderline().run(),
    isOn: (editor) => editor.isActive('underline'),
  },
  {
    kind: 'tool',
    key: 'superscript',
    label: 'superscript',
    sign: 'x²',
    run: (editor) => chain(editor).toggleMark('superscript').run(),
    isOn: (editor) => editor.isActive('superscript'),
  },
  {
    kind: 'tool',
    key: 'subscript',
    label: 'subscript',
    sign: 'x₂',
    run: (editor) => chain(editor).toggleMark('subscript').run(),
    isOn: (editor) => editor.isActive('subscript'),
  },
  {
    kind: 'tool',
    key: 'clear',
    label: 'clear',
    icon: 'eraser',
    run: (editor) => chain(editor).unsetAllMarks().clearNodes().run(),
  },
  line('3'),
  align(null, 'alignStart', 'align-start'),
  align('center', 'alignCentre', 'align-centre'),
  align('right', 'alignEnd', 'align-end'),
  line('4'),
  {
    kind: 'tool',
    key: 'bullets',
    label: 'bullets',
    icon: 'list',
    run: (editor) => chain(editor).toggleBulletList().run(),
    isOn: (editor) => editor.isActive('bulletList'),
  },
  {
    kind: 'tool',
    key: 'numbers',
    label: 'numbers',
    icon: 'numbers',
    run: (editor) => chain(editor).toggleOrderedList().run(),
    isOn: (editor) => editor.isActive('orderedList'),
  },
  {
    kind: 'tool',
    key: 'quote',
    label: 'quote',
    icon: 'quote',
    run: (editor) => chain(editor).toggleBlockquote().run(),
    isOn: (editor) => editor.isActive('blockquote'),
  },
  { kind: 'tool', key: 'rule', label: 'rule', icon: 'rule', run: (editor) => chain(editor).setHorizontalRule().run() },
  line('5'),
  { kind: 'tool', key: 'link', label: 'link', icon: 'link', dialog: 'link', isOn: (editor) => editor.isActive('link') },
  {
    kind: 'tool',
    key: 'picture',
    label: 'image',
    icon: 'image',
    dialog: 'picture',
    isOn: (editor) => editor.isActive('picture'),
  },
  { kind: 'tool', key: 'attachment', label: 'attachment', icon: 'clip', dialog: 'attachment' },
  { kind: 'tool', key: 'table', label: 'table', icon: 'table', dialog: 'table' },
]

const tableTool = (key: Word, run: (editor: Editor) => unknown): Tool => ({
  kind: 'tool',
  key,
  label: key,
  words: key,
  run,
})

export const tableTools: readonly Tool[] = [
  tableTool('rowAbove', (editor) => chain(editor).addRowBefore().run()),
  tableTool('rowBelow', (editor) => chain(editor).addRowAfter().run()),
  tableTool('rowDelete', (editor) => chain(editor).deleteRow().run()),
  line('t1'),
  tableTool('columnBefore', (editor) => chain(editor).addColumnBefore().run()),
  tableTool('columnAfter', (editor) => chain(editor).addColumnAfter().run()),
  tableTool('columnDelete', (editor) => chain(editor).deleteColumn().run()),
  line('t2'),
  tableTool('tableHeaderRow', (editor) => chain(editor).toggleHeaderRow().run()),
  tableTool('mergeCells', (editor) => chain(editor).mergeOrSplit().run()),
  { kind: 'tool', key: 'caption', label: 'tableCaption', words: 'captionEdit', dialog: 'table' },
  tableTool('tableDelete', (editor) => chain(editor).deleteTable().run()),
]
