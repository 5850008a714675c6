import type { Migration } from '../../../kernel/module.ts'

/** Values that hold from an instant to come are found without reading all settings. */
export const plannedSettings: Migration = {
  name: 'sites/030-planned-settings',
  sql: `CREATE INDEX setting_from ON sites.setting (valid_from);`,
}
