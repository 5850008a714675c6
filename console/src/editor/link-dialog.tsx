import type { Editor } from '@tiptap/react'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { isSafeLink } from './allowed.ts'

/** Makes, changes or removes a link. Without selected words it asks for them too. */
export function LinkDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const { t } = useTranslation('editor')
  const { t: common } = useTranslation()
  const before: unknown = editor.getAttributes('link')['href']
  const [href, setHref] = useState(typeof before === 'string' ? before : '')
  const [words, setWords] = useState('')
  const [isBad, setBad] = useState(false)
  const isNew = typeof before !== 'string'
  const needsWords = isNew && editor.state.selection.empty
  const apply = () => {
    const address = /^[\w-]+(\.[\w-]+)+([/:?#]|$)/.test(href.trim()) ? `https://${href.trim()}` : href.trim()
    if (address === '' || !isSafeLink(address)) {
      setBad(true)
      return
    }
    const chain = editor.chain().focus()
    if (needsWords) {
      const text = words.trim() === '' ? address : words.trim()
      chain
        .insertContent({ type: 'text', text, marks: [{ type: 'link', attrs: { href: address } }] })
        .unsetMark('link')
        .run()
    } else chain.extendMarkRange('link').setLink({ href: address }).run()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('linkTitle')}
      onCancel={onClose}
      footer={[
        ...(isNew
          ? []
          : [
              <Button
                key="remove"
                danger
                onClick={() => {
                  editor.chain().focus().extendMarkRange('link').unsetLink().run()
                  onClose()
                }}
              >
                {t('linkRemove')}
              </Button>,
            ]),
        <Button key="cancel" onClick={onClose}>
          {common('cancel')}
        </Button>,
        <Button key="apply" type="primary" onClick={apply}>
          {t('apply')}
        </Button>,
      ]}
    >
      <div className="form">
        <Field
          label={t('linkAddress')}
          hint={t('linkHint')}
          error={isBad && !isSafeLink(href) ? t('linkBad') : undefined}
        >
          <Input
            autoFocus
            value={href}
            inputMode="url"
            onChange={(event) => setHref(event.target.value)}
            onPressEnter={apply}
          />
        </Field>
        {needsWords && (
          <Field label={t('linkText')} isOptional>
            <Input value={words} onChange={(event) => setWords(event.target.value)} onPressEnter={apply} />
          </Field>
        )}
      </div>
    </Dialog>
  )
}
