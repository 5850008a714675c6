import { labels } from '../../kernel/i18n.ts'

export const libraryLabels = labels({
  'zh-CN': {
    'problem.channel-not-placeable': '栏目“{channel}”不能直接放置内容（聚合、引用或链接栏目），请另选栏目。',
    'problem.path-taken': '网址 {path} 已被另一条内容占用。',
    'problem.item-erased': '这条内容因涉及隐私已被彻底清除，不能恢复。',
    'problem.nothing-ahead': '这条内容没有尚未生效的安排，不能取消。',
    'problem.nothing-stood': '这条内容当时没有展示，不能恢复到那时。',
    'enum.withdrawal.error': '内容有误，撤下',
    'enum.withdrawal.moved': '已迁移，自动跳转',
    'enum.withdrawal.repealed': '废止，保留并标注',
    'enum.withdrawal.privacy': '涉及隐私，彻底清除',
    'action.item.move': '内容换址',
    'action.pages.cancel': '停止批量页面更新',
    'problem.nothing-to-cancel': '这次批量更新已经结束，没有可以停止的。',
  },
  en: {
    'problem.channel-not-placeable':
      'Nothing can be placed in channel “{channel}” itself (it aggregates, mounts or links); choose another.',
    'problem.path-taken': 'The address {path} belongs to another item.',
    'problem.item-erased': 'This item was erased for privacy and cannot be restored.',
    'problem.nothing-ahead': 'Nothing lies ahead for this item; there is nothing to call off.',
    'problem.nothing-stood': 'This item was not shown then and cannot be brought back to it.',
    'enum.withdrawal.error': 'Wrong; gone',
    'enum.withdrawal.moved': 'Moved; redirects',
    'enum.withdrawal.repealed': 'Repealed; stays, marked',
    'enum.withdrawal.privacy': 'Privacy; erased everywhere',
    'action.item.move': 'Item moved to a new address',
    'action.pages.cancel': 'Bulk refreshing of pages stopped',
    'problem.nothing-to-cancel': 'This bulk change is over; there is nothing to stop.',
  },
})
