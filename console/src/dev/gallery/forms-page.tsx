import { Checkbox, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { parseProblem } from '../../api/problem.ts'
import { DateField, DateTimeField } from '../../components/date-time-field.tsx'
import { Field } from '../../components/field.tsx'
import { OriginTag } from '../../components/origin-tag.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { UploadField } from '../../components/upload-field.tsx'
import { fakeUpload } from './fake-upload.ts'

const problem = parseProblem(422, {
  title: 'x',
  errors: [{ pointer: '/body/code', detail: '这个代码已经被“霁川市民政局”使用' }],
})

export function FormsPage() {
  const [at, setAt] = useState<string | null>('2026-11-20T02:29:00Z')
  const [day, setDay] = useState<string | null>('2026-12-20')
  return (
    <>
      <PageHead title="登记站点" />
      <Panel title="登记信息" isPadded>
        <form className="form" aria-label="登记信息">
          <div className="form-columns">
            <Field label="网站名称" isRequired hint="与备案一致">
              <Input defaultValue="霁川市人民政府" />
            </Field>
            <Field label="代码" isRequired problem={problem} pointer="/code">
              <Input defaultValue="jichuan" />
            </Field>
            <Field label="种类">
              <Select
                defaultValue="portal"
                options={[
                  { value: 'portal', label: '政府门户' },
                  { value: 'department', label: '部门网站' },
                ]}
              />
            </Field>
            <Field label="原生选择">
              <select className="field">
                <option>甲</option>
              </select>
            </Field>
            <Field label="开通日期" isOptional>
              <DateField value={day} onChange={setDay} />
            </Field>
            <Field label="定时发布" hint="北京时间">
              <DateTimeField value={at} onChange={setAt} />
            </Field>
          </div>
          <Field label="说明">
            <Input.TextArea rows={3} />
          </Field>
          <Radio.Group defaultValue="a" options={['a', 'b']} aria-label="选择" />
          <Checkbox>开通英文版</Checkbox>
          <Field label="图标">
            <UploadField accept=".png,.svg,.zip" maxBytes={5_000_000} upload={fakeUpload} onDone={() => undefined} />
          </Field>
          <p>
            <OriginTag kind="inherited" from="省" /> <OriginTag kind="own" /> <OriginTag kind="locked" from="省" />{' '}
            <OriginTag kind="default" />
          </p>
        </form>
      </Panel>
    </>
  )
}
