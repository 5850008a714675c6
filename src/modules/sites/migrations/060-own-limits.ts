import type { Migration } from '../../../kernel/module.ts'

/**
 * A channel without a limit of its own has that of its class, whatever that will be: the number was copied when the channel was
 * made, and neither another class nor another rule reached it.
 */
export const ownLimits: Migration = {
  name: 'sites/060-own-limits',
  sql: `
    UPDATE sites.channel c SET update_limit_days = NULL FROM vocabulary.v_code v
    WHERE v.list = 'indicatorClass' AND v.overlay = '' AND v.code = c.indicator_class AND v.valid_from <= current_date
      AND coalesce(v.valid_until, 'infinity') >= current_date AND (v.attributes ->> 'updateLimitDays')::int = c.update_limit_days;
  `,
}
