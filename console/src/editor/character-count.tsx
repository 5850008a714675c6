import { useEditorState, type Editor } from '@tiptap/react'
import { useTranslation } from 'react-i18next'
import { countCharacters } from './count-characters.ts'

/** How many characters the text has, as writers count them. */
export function CharacterCount({ editor }: { editor: Editor }) {
  const { t } = useTranslation('editor')
  const count = useEditorState({
    editor,
    selector: ({ editor: now }) => countCharacters(now.state.doc.textBetween(0, now.state.doc.content.size, '\n')),
  })
  return <span className="hint">{t('characters', { count })}</span>
}
