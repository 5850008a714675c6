import type { editor as source } from '../zh-CN/editor.ts'
import type { Translation } from '../locale.ts'

export const editor: Translation<typeof source> = {
  toolbar: 'Formatting',
}
