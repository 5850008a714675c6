import { labels } from '../../kernel/i18n.ts'

export const auditLabels = labels({
  'zh-CN': {
    'permission.audit.read': '查看审计记录',
    'permission.audit.verify': '校验审计记录',
    'action.audit.verify': '校验审计记录',
    'problem.audit-too-deep': '翻页最多到第 {most} 条，更早的请用时间范围查找。',
    'enum.audit-fault.edited': '记录被改动',
    'enum.audit-fault.missing': '记录缺失',
    'enum.audit-fault.foreign': '多出的记录',
    'enum.audit-fault.head': '链尾不符',
    'enum.actor-kind.person': '人员',
    'enum.actor-kind.system': '系统',
    'enum.actor-kind.visitor': '访客',
  },
  en: {
    'permission.audit.read': 'Read the audit trail',
    'permission.audit.verify': 'Verify the audit trail',
    'action.audit.verify': 'Verified the audit trail',
    'problem.audit-too-deep': 'Pages end at entry {most}; look for older ones by time.',
    'enum.audit-fault.edited': 'Edited',
    'enum.audit-fault.missing': 'Missing',
    'enum.audit-fault.foreign': 'Not of the chain',
    'enum.audit-fault.head': 'End of chain differs',
    'enum.actor-kind.person': 'Person',
    'enum.actor-kind.system': 'System',
    'enum.actor-kind.visitor': 'Visitor',
  },
})
