import { Extension, Mark, mergeAttributes } from '@tiptap/core'
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table'
import StarterKit from '@tiptap/starter-kit'
import { aligns, isSafeLink } from './allowed.ts'
import { Picture } from './picture.ts'

/** Alignment as a class, since the server keeps no inline style. */
const AlignClass = Extension.create({
  name: 'alignClass',
  addGlobalAttributes() {
    return [
      {
        types: ['paragraph', 'heading', 'tableCell', 'tableHeader'],
        attributes: {
          align: {
            default: null,
            parseHTML: (element: HTMLElement) =>
              aligns.find((one) => element.classList.contains(`align-${one}`) || element.style.textAlign === one) ??
              null,
            renderHTML: ({ align }: Record<string, unknown>) =>
              typeof align === 'string' ? { class: `align-${align}` } : {},
          },
        },
      },
    ]
  },
})

const looks = ['flush', 'sign']

/** Paragraphs of an official letter: addressed without indent, signed at the end. Kept as they came. */
const LookClass = Extension.create({
  name: 'lookClass',
  addGlobalAttributes() {
    return [
      {
        types: ['paragraph'],
        attributes: {
          look: {
            default: null,
            parseHTML: (element: HTMLElement) => looks.find((one) => element.classList.contains(one)) ?? null,
            renderHTML: ({ look }: Record<string, unknown>) => (typeof look === 'string' ? { class: look } : {}),
          },
        },
      },
    ]
  },
})

/** A paragraph that holds one attached file. */
const AttachmentClass = Extension.create({
  name: 'attachmentClass',
  addGlobalAttributes() {
    return [
      {
        types: ['paragraph'],
        attributes: {
          isAttachment: {
            default: false,
            parseHTML: (element: HTMLElement) => element.classList.contains('attachment'),
            renderHTML: ({ isAttachment }: Record<string, unknown>) =>
              isAttachment === true ? { class: 'attachment' } : {},
          },
        },
      },
    ]
  },
})

const Subscript = Mark.create({
  name: 'subscript',
  excludes: 'superscript',
  parseHTML: () => [{ tag: 'sub' }],
  renderHTML: ({ HTMLAttributes }) => ['sub', HTMLAttributes, 0],
})

const Superscript = Mark.create({
  name: 'superscript',
  excludes: 'subscript',
  parseHTML: () => [{ tag: 'sup' }],
  renderHTML: ({ HTMLAttributes }) => ['sup', HTMLAttributes, 0],
})

/** A table with a caption; the caption is an attribute, because table code counts every child as a row. */
const CaptionedTable = Table.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: '',
        parseHTML: (element: HTMLElement) => element.querySelector(':scope > caption')?.textContent ?? '',
        renderHTML: () => ({}),
      },
    }
  },
  parseHTML() {
    return [{ tag: 'table' }, { tag: 'caption', ignore: true }]
  },
  renderHTML({ node, HTMLAttributes }) {
    const caption: unknown = node.attrs['caption']
    const rows = ['tbody', 0] as const
    const { style: _, ...attributes } = mergeAttributes(HTMLAttributes)
    if (typeof caption !== 'string' || caption === '') return ['table', attributes, rows]
    return ['table', attributes, ['caption', { contenteditable: 'false' }, caption], rows]
  },
})

/** Column widths are the theme's business. */
const widthless = { colwidth: { default: null, parseHTML: () => null, renderHTML: () => ({}) } }

const Cell = TableCell.extend({
  addAttributes() {
    return { ...this.parent?.(), ...widthless }
  },
})

const HeaderCell = TableHeader.extend({
  addAttributes() {
    return { ...this.parent?.(), ...widthless, scope: { default: 'col' } }
  },
})

/** Everything a text may hold; what is not listed is dropped when a text is opened or pasted. */
export function textExtensions() {
  return [
    StarterKit.configure({
      heading: { levels: [2, 3, 4] },
      code: false,
      codeBlock: false,
      link: {
        openOnClick: false,
        autolink: false,
        linkOnPaste: true,
        defaultProtocol: 'https',
        isAllowedUri: (url) => isSafeLink(url),
        HTMLAttributes: { target: null, rel: null, class: null },
      },
    }),
    AlignClass,
    AttachmentClass,
    LookClass,
    Subscript,
    Superscript,
    CaptionedTable.configure({ resizable: false, View: null, allowTableNodeSelection: true }),
    TableRow,
    HeaderCell,
    Cell,
    Picture,
  ]
}
