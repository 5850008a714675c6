import type { Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import { type listRoles as contract, Role } from '../contract.ts'
import { ROLES } from '../roles.ts'
import { wordsOf } from '../words.ts'

export async function listRoles(view: View): Promise<Reply<typeof contract>> {
  const words = await wordsOf(view)
  return {
    items: Role.options.map((role) => ({
      role,
      name: words(`role.${role}`),
      description: words(`role.${role}.description`),
      isAdministrator: ROLES[role].isAdministrator,
      hasStage: role === 'reviewer',
      trees: [...ROLES[role].trees],
      permissions: ROLES[role].permissions.map((permission) => ({
        permission,
        name: words(`permission.${permission}`),
      })),
    })),
  }
}
