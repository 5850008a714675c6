import type { Role, Tree } from './contract.ts'

type RoleDefinition = { isAdministrator: boolean; trees: readonly Tree[]; permissions: readonly string[] }

const administrator = (...permissions: string[]): RoleDefinition => ({
  isAdministrator: true,
  trees: ['organisation'],
  permissions,
})
const worker = (...permissions: string[]): RoleDefinition => ({
  isAdministrator: false,
  trees: ['organisation', 'site'],
  permissions,
})

/** What each role may do. The three administrators never overlap (三员分立). */
export const ROLES: Readonly<Record<Role, RoleDefinition>> = {
  system_admin: administrator(
    'organisation.manage',
    'division.manage',
    'account.manage',
    'site.manage',
    'blueprint.manage',
    'setting.manage',
    'template.manage',
    'pages.watch',
    'pages.cancel',
    'search.tune',
  ),
  security_admin: administrator('grant.manage', 'rule.manage', 'session.manage'),
  audit_admin: administrator('audit.read', 'audit.verify'),
  site_manager: worker(
    'site.manage',
    'setting.manage',
    'channel.manage',
    'document.read',
    'document.write',
    'document.publish',
    'document.withdraw',
    'import.run',
    'search.tune',
  ),
  editor: worker('document.read', 'document.write'),
  reviewer: worker('document.read', 'document.review'),
  publisher: worker('document.read', 'document.publish', 'document.withdraw'),
  operator: worker(
    'setting.manage',
    'channel.manage',
    'document.read',
    'import.run',
    'pages.watch',
    'pages.cancel',
    'search.tune',
  ),
}

/** Every permission that some role gives, each once, in the order of the catalog. */
export const PERMISSIONS: readonly string[] = [
  ...new Set(Object.values(ROLES).flatMap((definition) => definition.permissions)),
]
