import { mergeAttributes, Node } from '@tiptap/core'
import { isOwnPicture } from './allowed.ts'

export interface PictureFacts {
  src: string
  alt: string
  caption: string
  width: number | null
  height: number | null
}

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    picture: {
      /** Inserts a picture, or changes the selected one. */
      setPicture: (facts: PictureFacts) => ReturnType
    }
  }
}

/** A picture of its own line: `<img>`, or `<figure>` when it has a caption. The alternative text is required by the dialog. */
export const Picture = Node.create({
  name: 'picture',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes() {
    return {
      src: { default: '' },
      alt: { default: '' },
      caption: { default: '' },
      width: { default: null },
      height: { default: null },
    }
  },
  parseHTML() {
    return [
      {
        tag: 'figure',
        getAttrs: (element) => factsOf(element.querySelector('img'), element.querySelector('figcaption')),
      },
      { tag: 'img[src]', getAttrs: (element) => factsOf(element instanceof HTMLImageElement ? element : null, null) },
    ]
  },
  renderHTML({ node, HTMLAttributes }) {
    const { caption, ...rest } = mergeAttributes(HTMLAttributes)
    const picture: [string, Record<string, unknown>] = ['img', rest]
    const words: unknown = node.attrs['caption'] ?? caption
    return typeof words === 'string' && words !== '' ? ['figure', picture, ['figcaption', words]] : picture
  },
  addCommands() {
    return {
      setPicture:
        (facts) =>
        ({ commands }) =>
          commands.insertContent({ type: this.name, attrs: { ...facts } }),
    }
  },
})

/** False where the picture is not ours, which makes the parser pass it over. */
function factsOf(image: HTMLImageElement | null, caption: Element | null): PictureFacts | false {
  const src = image?.getAttribute('src') ?? ''
  if (!image || !isOwnPicture(src, location.origin)) return false
  const size = (name: string) => Number(image.getAttribute(name)) || null
  return {
    src,
    alt: image.getAttribute('alt') ?? '',
    caption: caption?.textContent.trim() ?? '',
    width: size('width'),
    height: size('height'),
  }
}
