import type { BlockModuleSetting } from '../modules/sites/index.ts'
import type { BlockModule } from './model-home.ts'
import { settingLink, type SiteContext } from './site-context.ts'

type Static = Extract<BlockModuleSetting, { type: 'figures' | 'acts' | 'table' | 'text' | 'contact' }>

/** Blocks whose content stands in the settings and the register: nothing of the library is read. */
export function staticBlock(context: SiteContext, setting: Static, id: string): BlockModule {
  const titled = (title: string) => ({ id, title: setting.title ?? title, more: null })
  switch (setting.type) {
    case 'figures':
      return {
        type: 'figures',
        ...titled('数据'),
        figures: setting.figures.map((figure) => ({ ...figure, unit: figure.unit ?? null })),
        note: setting.note ?? null,
      }
    case 'acts':
      return { type: 'acts', ...titled('常用入口'), items: setting.items.map((item) => iconLink(context, item)) }
    case 'table':
      return {
        type: 'table',
        ...titled(setting.caption),
        caption: setting.caption,
        columns: setting.columns,
        rows: setting.rows.map((row) => ({
          title: row.title,
          url: row.url ? settingLink(context, { text: row.title, url: row.url }).url : null,
          cells: row.cells.map((text) => ({ text, at: null, chip: null })),
        })),
        note: setting.note ?? null,
      }
    case 'text':
      return { type: 'text', ...titled('简介'), paragraphs: setting.paragraphs, points: setting.points ?? [] }
    case 'contact':
      return { type: 'contact', ...titled('联系我们'), rows: contactRows(context, setting.rows ?? []) }
  }
}

export function iconLink(
  context: SiteContext,
  item: { icon: string; title: string; url: string; text?: string | undefined },
) {
  return { ...settingLink(context, { text: item.title, url: item.url }), icon: item.icon, text: item.text ?? null }
}

export function contactRows(
  context: SiteContext,
  extra: readonly { label: string; text: string; url?: string | undefined }[],
) {
  const { site, frame } = context
  const own = [
    { label: '主办单位', text: frame.owner, url: null },
    { label: '地址', text: site.contactAddress, url: null },
    { label: '电话', text: site.contactPhone, url: site.contactPhone === '' ? null : `tel:${site.contactPhone}` },
    { label: '办公时间', text: frame.contactHours ?? '', url: null },
  ]
  return [
    ...own.filter((row) => row.text !== ''),
    ...extra.map((row) => ({ label: row.label, text: row.text, url: row.url ?? null })),
  ]
}
