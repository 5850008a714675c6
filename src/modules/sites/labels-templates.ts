import { labels } from '../../kernel/i18n.ts'

const mayUse = {
  zh: '可用：if、unless、case、for、assign、render、comment、break、continue，以及 link、time、datetime、icon、icon_large、chip、meta_tags',
  en: 'Use if, unless, case, for, assign, render, comment, break, continue, and link, time, datetime, icon, icon_large, chip, meta_tags',
}

export const templateLabels = labels({
  'zh-CN': {
    'permission.template.manage': '管理页面模板（所有站点的版式）',
    'action.template.put': '替换页面模板',
    'action.template.reset': '恢复随系统发布的页面模板',
    'problem.template-stale': '这个页面模板已被别人改过。请对照后再保存，您的文字仍保留。',
    'problem.template-not-replaced': '这个页面模板就是随系统发布的，不需要恢复。',
    'problem.template-too-many': '自己的页面模板最多 {max} 个，请先恢复不再需要的。',
    'problem.template-too-long': '一个页面模板最多 {max} 个字符。',
    'problem.template-characters': '第 {line} 行有不能出现在网页里的字符 {character}，请删除后再保存。',
    'problem.template-syntax': '模板 {template} 第 {line} 行写法不对（{reason}），没有保存。',
    'problem.template-tag': `模板 {template} 第 {line} 行用了不允许的标签（{reason}），没有保存。${mayUse.zh}。`,
    'problem.template-filter': '模板 {template} 第 {line} 行用了不允许的过滤器（{reason}），没有保存。',
    'problem.template-unclosed': '模板 {template} 第 {line} 行的标签没有结束（{reason}），没有保存。',
    'problem.template-missing': '模板 {template} 第 {line} 行引用的模板不存在（{reason}），没有保存。',
    'problem.template-time': '模板 {template} 第 {line} 行运行太久，可能在循环里停不下来（{reason}），没有保存。',
    'problem.template-memory': '模板 {template} 第 {line} 行用的内存太多（{reason}），没有保存。',
    'problem.template-output': '模板 {template} 第 {line} 行生成的页面太大（{reason}），没有保存。',
    'problem.template-depth': '模板 {template} 第 {line} 行嵌套太深，可能引用了自己（{reason}），没有保存。',
    'problem.template-failed': '模板 {template} 第 {line} 行试排样页时出错（{reason}），没有保存。',
  },
  en: {
    'permission.template.manage': 'Manage page templates (the look of all sites)',
    'action.template.put': 'Replace a page template',
    'action.template.reset': 'Reset a page template to the shipped one',
    'problem.template-stale': 'Somebody changed this template after you looked. Compare, then save; your text is kept.',
    'problem.template-not-replaced': 'This template is the shipped one; there is nothing to reset.',
    'problem.template-too-many': 'At most {max} templates of your own; reset those no longer needed first.',
    'problem.template-too-long': 'A template has at most {max} characters.',
    'problem.template-characters': 'Line {line} has the character {character}, which no page may carry; remove it.',
    'problem.template-syntax': 'Template {template}, line {line}: not right ({reason}). Nothing was saved.',
    'problem.template-tag': `Template {template}, line {line}: tag not allowed ({reason}). Nothing was saved. ${mayUse.en}.`,
    'problem.template-filter': 'Template {template}, line {line}: filter not allowed ({reason}). Nothing was saved.',
    'problem.template-unclosed': 'Template {template}, line {line}: a tag is not closed ({reason}). Nothing was saved.',
    'problem.template-missing':
      'Template {template}, line {line}: renders what is not there ({reason}). Nothing was saved.',
    'problem.template-time':
      'Template {template}, line {line}: runs too long, maybe for ever ({reason}). Nothing was saved.',
    'problem.template-memory': 'Template {template}, line {line}: takes too much memory ({reason}). Nothing was saved.',
    'problem.template-output': 'Template {template}, line {line}: makes too long a page ({reason}). Nothing was saved.',
    'problem.template-depth':
      'Template {template}, line {line}: nested too deep, maybe it renders itself ({reason}). Nothing was saved.',
    'problem.template-failed':
      'Template {template}, line {line}: failed on a sample page ({reason}). Nothing was saved.',
  },
})
