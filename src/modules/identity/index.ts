import './tables.ts'

export { authenticate } from './authenticate.ts'
export { addAccount as createAccount, type NewAccount } from './commands/add-account.ts'
export { addGrant as grantRole, type NewGrant } from './commands/add-grant.ts'
export { hashPassword } from './passwords.ts'
export { ROLES } from './roles.ts'
export { countAccounts } from './queries/count-accounts.ts'
