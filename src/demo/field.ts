/** The field of work that ties a department to its topics and to the site's specialised channels. */
export type Field =
  | 'plan'
  | 'education'
  | 'science'
  | 'industry'
  | 'police'
  | 'civil'
  | 'justice'
  | 'finance'
  | 'labour'
  | 'land'
  | 'ecology'
  | 'housing'
  | 'transport'
  | 'water'
  | 'farming'
  | 'commerce'
  | 'culture'
  | 'health'
  | 'emergency'
  | 'audit'
  | 'market'
  | 'statistics'
  | 'medicare'
  | 'forest'
  | 'petition'
  | 'data'
  | 'assets'
  | 'media'

export interface DepartmentSeed {
  field: Field
  /** Latin label: host name, site code and channel code are made from it. */
  slug: string
  name: string
  shortName: string
  /** The name of the same body in a city; null where the demonstration cities have none. */
  cityName: string | null
  citySlug: string | null
  functions: string
  /** Two specialised channels of the department's site. */
  lines: readonly [code: string, name: string][]
}
