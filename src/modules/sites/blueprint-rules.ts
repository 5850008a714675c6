import type { z } from 'zod'
import type { Fault } from '../../kernel/problem.ts'
import { type BlueprintChannel, channelLooks } from './contract.ts'
import { faultAt, type FaultCode, isReservedCode, mayHaveChildren, MOST_LEVELS } from './rules.ts'
import { checkSetting } from './setting-rules.ts'

export type ChannelPlan = z.output<typeof BlueprintChannel>

/** Code lists that channels refer to: column types, indicator classes, item kinds. */
export type ChannelCodes = {
  columnType: ReadonlySet<string>
  indicatorClass: ReadonlySet<string>
  itemKind: ReadonlySet<string>
}

/** What is wrong with the channels of a blueprint, all of it. */
export function faultsOfPlans(channels: readonly ChannelPlan[], codes: ChannelCodes, root: string): Fault[] {
  const seen = new Map<string, { depth: number; kind: ChannelPlan['kind'] }>()
  return channels.flatMap((channel, index) => {
    const at = (field: string, code: FaultCode, values?: Record<string, unknown>) =>
      faultAt(`${root}/${index}/${field}`, code, values)
    const parent = channel.parentCode === null ? null : seen.get(channel.parentCode)
    const depth = (parent?.depth ?? 0) + 1
    const faults: Fault[] = [...faultsOfCodes(channel, codes, `${root}/${index}`)]
    if (seen.has(channel.code)) faults.push(at('code', 'fault.channel.repeated'))
    if (isReservedCode(channel.code, channel.parentCode === null))
      faults.push(at('code', 'fault.channel.code-reserved'))
    if (parent === undefined) faults.push(at('parentCode', 'fault.channel.parent-later'))
    if (parent && !mayHaveChildren(parent.kind)) faults.push(at('parentCode', 'fault.channel.parent-kind'))
    if (depth > MOST_LEVELS) faults.push(at('parentCode', 'fault.channel.too-deep', { max: MOST_LEVELS }))
    const isMounted = channel.kind === 'mounted'
    if (isMounted !== (channel.mount !== null)) {
      faults.push(at('mount', isMounted ? 'fault.channel.mount-needed' : 'fault.channel.mount-refused'))
    }
    const isLink = channel.kind === 'link'
    if (isLink !== (channel.linkUrl !== null)) {
      faults.push(at('linkUrl', isLink ? 'fault.channel.link-needed' : 'fault.channel.link-refused'))
    }
    seen.set(channel.code, { depth, kind: channel.kind })
    return faults
  })
}

type Coded = {
  columnTypes?: readonly string[]
  indicatorClass?: string
  itemKind?: string
  template?: string | null
}

const isChannelLook = (template: string): boolean => channelLooks.some((look) => look === template)

/** Codes that are in no code list. */
export function faultsOfCodes(channel: Coded, codes: ChannelCodes, root: string): Fault[] {
  const { columnTypes = [], indicatorClass, itemKind, template = null } = channel
  return [
    ...(template === null || isChannelLook(template)
      ? []
      : [faultAt(`${root}/template`, 'fault.channel.template', { template, known: channelLooks.join('、') })]),
    ...columnTypes.flatMap((code, index) =>
      codes.columnType.has(code)
        ? []
        : [faultAt(`${root}/columnTypes/${index}`, 'fault.channel.column-type', { code })],
    ),
    ...(indicatorClass === undefined || codes.indicatorClass.has(indicatorClass)
      ? []
      : [faultAt(`${root}/indicatorClass`, 'fault.channel.indicator-class', { code: indicatorClass })]),
    ...(itemKind === undefined || codes.itemKind.has(itemKind)
      ? []
      : [faultAt(`${root}/itemKind`, 'fault.channel.item-kind', { code: itemKind })]),
  ]
}

export function faultsOfSettings(settings: Readonly<Record<string, unknown>>, root: string): Fault[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    const result = checkSetting(key, value, `${root}/${key}`)
    return 'value' in result ? [] : result.faults
  })
}
