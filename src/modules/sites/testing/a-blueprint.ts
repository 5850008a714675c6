import type { ChannelPlan } from '../blueprint-rules.ts'
import type { NewBlueprint } from '../commands/save-blueprint.ts'
import { BlueprintChannel } from '../contract.ts'

export const aChannelPlan = (code: string, name = '政务动态', given: Partial<ChannelPlan> = {}): ChannelPlan =>
  BlueprintChannel.parse({ code, name, ...given })

/** A blueprint of that many channels: one mount that is found above, one that is not, the rest lists on two levels. */
export function aBlueprint(count: number): NewBlueprint {
  const mounts = [
    aChannelPlan('shengji', '省级通知', { kind: 'mounted', mount: { level: 'province', channelCode: 'tzgg' } }),
    aChannelPlan('nothing-above', '无此栏目', { kind: 'mounted', mount: { level: 'province', channelCode: 'none' } }),
  ]
  const lists = Array.from({ length: count - mounts.length }, (_, index) =>
    aChannelPlan(`lanmu${index}`, `栏目${index}`, index % 5 === 0 ? {} : { parentCode: `lanmu${index - (index % 5)}` }),
  )
  return {
    code: 'department',
    name: '部门网站',
    description: '',
    level: 'city',
    channels: [...lists, ...mounts],
    settings: { 'appearance.colour': 'teal' },
  }
}
