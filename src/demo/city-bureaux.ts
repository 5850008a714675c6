import type { Field } from './field.ts'

/** Slugs of the cities whose bureaux have sites of their own. */
export const CITIES_WITH_DEPARTMENT_SITES = [
  'jichuan',
  'lanping',
  'tinglan',
  'songhe',
  'yanhu',
  'lanxi',
  'hedu',
  'fengcen',
]

/** The eight bureaux that have a site in those cities. */
export const CITY_SITE_FIELDS: readonly Field[] = [
  'education',
  'civil',
  'labour',
  'housing',
  'transport',
  'farming',
  'health',
  'market',
]
