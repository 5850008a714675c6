import { useEffect, useState } from 'react'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { DraftNotice } from '../../editor/draft-notice.tsx'
import { RichEditor } from '../../editor/rich-editor.tsx'
import { useAutosave } from '../../editor/use-autosave.ts'
import { useLocalDraft } from '../../editor/use-local-draft.ts'
import { fakeUpload } from './fake-upload.ts'

const start = `<h2>第一章　总则</h2><p>第一条　为规范公共租赁住房分配，根据<a href="/zwgk/38.html">《云岭省公共租赁住房保障办法》</a>，制定本细则。</p><p class="align-center">第二条　分配坚持<strong>公开、公平、公正</strong>。</p><ul><li><p>房源公开</p></li><li><p>结果公开</p></li></ul><blockquote><p>接受社会监督。</p></blockquote><table><caption>表 1　房源</caption><tbody><tr><th>小区</th><th>套数</th></tr><tr><td>照溪苑</td><td>320</td></tr></tbody></table><p>单位：m<sup>2</sup>。</p>`
const isText = (value: unknown): value is string => typeof value === 'string'

export function EditorPage() {
  const [html, setHtml] = useState(start)
  const [isFailing, setFailing] = useState(false)
  const draft = useLocalDraft('gallery', isText)
  const autosave = useAutosave({
    value: html,
    save: async () => {
      await new Promise((resolve) => setTimeout(resolve, 400))
      if (isFailing) throw new TypeError('offline')
    },
  })
  const { status } = autosave
  const { clear } = draft
  useEffect(() => {
    if (status === 'saved') clear()
  }, [status, clear])
  return (
    <>
      <PageHead
        title="编辑稿件"
        hint={<span role="status">{autosave.statusText}</span>}
        acts={
          <label>
            <input type="checkbox" checked={isFailing} onChange={() => setFailing(!isFailing)} /> 保存失败
          </label>
        }
        action={
          <button className="button primary" type="button" onClick={() => void autosave.flush()}>
            提交初审
          </button>
        }
      />
      {draft.found && (
        <DraftNotice
          savedAt={draft.found.savedAt}
          onRestore={() => {
            if (draft.found) setHtml(draft.found.value)
            draft.settle('taken')
          }}
          onDiscard={() => draft.settle('discarded')}
        />
      )}
      <Panel label="正文">
        <RichEditor
          value={html}
          onChange={(next) => {
            setHtml(next)
            draft.keep(next)
          }}
          onUploadImage={fakeUpload}
          onUploadAttachment={fakeUpload}
        />
      </Panel>
      <Panel title="HTML" isPadded>
        <output className="hint" id="html">
          {html}
        </output>
      </Panel>
    </>
  )
}
