import type { Editor } from '@tiptap/react'
import { Checkbox, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'

/** Inserts a table, or changes the caption of the one the cursor is in. */
export function TableDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const { t } = useTranslation('editor')
  const { t: common } = useTranslation()
  const isInside = editor.isActive('table')
  const before: unknown = editor.getAttributes('table')['caption']
  const [caption, setCaption] = useState(isInside && typeof before === 'string' ? before : '')
  const [rows, setRows] = useState(3)
  const [cols, setCols] = useState(3)
  const [withHeaderRow, setHeader] = useState(true)
  const apply = () => {
    const chain = editor.chain().focus()
    if (!isInside) chain.insertTable({ rows, cols, withHeaderRow })
    chain.updateAttributes('table', { caption: caption.trim() }).run()
    onClose()
  }
  return (
    <Dialog
      open
      title={isInside ? t('tableCaption') : t('tableTitle')}
      okText={isInside ? t('apply') : t('insert')}
      cancelText={common('cancel')}
      onOk={apply}
      onCancel={onClose}
    >
      <div className="form">
        {!isInside && (
          <div className="form-columns">
            <Field label={t('tableRows')}>
              <InputNumber min={1} max={200} value={rows} onChange={(value) => setRows(value ?? 1)} />
            </Field>
            <Field label={t('tableColumns')}>
              <InputNumber min={1} max={30} value={cols} onChange={(value) => setCols(value ?? 1)} />
            </Field>
          </div>
        )}
        <Field label={t('tableCaption')} hint={t('tableCaptionHint')} isOptional>
          <Input
            autoFocus
            maxLength={200}
            value={caption}
            onChange={(event) => setCaption(event.target.value)}
            onPressEnter={apply}
          />
        </Field>
        {!isInside && (
          <Checkbox checked={withHeaderRow} onChange={(event) => setHeader(event.target.checked)}>
            {t('tableHeader')}
          </Checkbox>
        )}
      </div>
    </Dialog>
  )
}
