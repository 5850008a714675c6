import { labels } from '../../kernel/i18n.ts'

export const previewsLabels = labels({
  'zh-CN': {
    'action.preview.create': '生成预览链接',
    'action.preview.end-all': '使全部预览链接失效',
    'target.preview': '全部预览链接',
    'problem.preview-no-host': '站点“{site}”还没有域名，不能预览。请先在“域名”里登记。',
    'problem.preview-before-site': '站点“{site}”在这个时间还没有建立，请选择更晚的时间。',
    'problem.preview-not-shown': '这篇内容在这个时间没有在站点“{site}”上展示，请换一个时间。',
    'fault.preview.path': '这个地址不在站点之内，应以 {base} 开头',
    'fault.preview.too-far': '最远只能看到十年以后',
  },
  en: {
    'action.preview.create': 'Preview link made',
    'action.preview.end-all': 'All preview links ended',
    'target.preview': 'All preview links',
    'problem.preview-no-host': 'Site “{site}” has no domain yet, so it cannot be previewed. Register one first.',
    'problem.preview-before-site': 'Site “{site}” did not exist at that time; choose a later one.',
    'problem.preview-not-shown': 'At that time this text was not shown on site “{site}”; choose another time.',
    'fault.preview.path': 'This address is not on the site; it should begin with {base}',
    'fault.preview.too-far': 'Ten years ahead at most',
  },
})
