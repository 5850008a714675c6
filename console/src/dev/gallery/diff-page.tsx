import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { SideBySideDiff } from '../../components/side-by-side-diff.tsx'

const same = Array.from(
  { length: 8 },
  (_, index) => `<p>第${index + 6}条　租金标准每两年评估一次，评估结果在实施前 30 日公布。</p>`,
).join('')
const before = `<h2>第一章　总则</h2><p>第三条　每批房源在分配前 7 日公告，公告载明位置、套数、户型和租金标准。</p><p>第四条　摇号由公证机构现场监督，全程录像。</p><p>第五条　下列对象优先分配：有残疾成员的家庭、有两个以上未成年子女的家庭。</p>${same}<p>第十四条　本细则自发布之日起施行。</p>`
const after = `<h2>第一章　总则</h2><p>第三条　每批房源在分配前 15 日公告，公告载明位置、套数、户型、租金标准和报名截止日期。</p><p>第四条　摇号由公证机构现场监督，全程录像，录像保存不少于五年。</p><p>第五条　下列对象优先分配：有重度残疾成员的家庭、有两个以上未成年子女的家庭、六十周岁以上独居老人。</p><p>第五条之一　其他情形由住房保障部门报市政府批准。</p>${same}<p>第十四条　本细则自 2026 年 12 月 20 日起施行，有效期五年。</p>`

export function DiffPage() {
  return (
    <>
      <PageHead title="霁川市公共租赁住房分配实施细则" />
      <Panel title="逐条对照">
        <SideBySideDiff
          before={{ label: 'v6　2026-11-19 16:05　已退回', html: before }}
          after={{ label: 'v7　2026-11-20 10:31　待审', html: after }}
        />
      </Panel>
    </>
  )
}
