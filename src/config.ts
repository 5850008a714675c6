import path from 'node:path'
import { z } from 'zod'

const flag = z.enum(['0', '1', 'true', 'false']).transform((word) => word === '1' || word === 'true')
const rolesAllowed = ['web', 'portal', 'worker', 'search'] as const

const Environment = z.object({
  /** Port of the web and portal roles. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  /** Address to listen on. */
  HOST: z.string().default('0.0.0.0'),
  /** Where the embedded database, uploaded files and secrets lie. */
  DATA_DIR: z.string().default('data'),
  /** Any PostgreSQL of version 15 or newer; without it the embedded server is started. */
  DATABASE_URL: z.url().optional(),
  /** Load the demonstration province into an empty database. */
  DEMO: flag.default(true),
  /** Password of the first administrators when DEMO=0. */
  ADMIN_PASSWORD: z.string().min(12).optional(),
  /** Which roles this process takes: web, portal, worker, search, separated by commas; search runs in a process of its own. */
  ROLES: z
    .string()
    .default('web,portal,worker,search')
    .transform((text) => text.split(',').map((word) => word.trim()))
    .pipe(z.array(z.enum(rolesAllowed)).min(1)),
  /** Where a search node on another machine answers (http://host:port); without it the one of this machine is asked. */
  SEARCH_URL: z.url({ protocol: /^http$/ }).optional(),
  /** Address (host:port) on which the search node of this machine answers others, without asking who they are: an inner network only. */
  SEARCH_LISTEN: z
    .string()
    .regex(/^\S+:\d{1,5}$/)
    .optional(),
  /** Set to 1 behind a proxy that sets X-Forwarded-For. */
  TRUST_PROXY: flag.default(false),
  /** Set to 1 when the console is reached by https only. */
  SECURE_COOKIES: flag.default(false),
  /** trace, debug, info, warn, error, silent. */
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  /** Connections to the database of this process; a worker keeps three of them for its jobs, for events, and for word of new ones. */
  DATABASE_POOL: z.coerce.number().int().min(4).max(200).default(16),
  /** Room for kept pages on disk, in megabytes. */
  PAGE_STORE_MB: z.coerce.number().int().min(16).max(1_000_000).default(4096),
  /** Room for kept pages in memory, in megabytes. */
  PAGE_MEMORY_MB: z.coerce.number().int().min(1).max(100_000).default(128),
  /** How long kept pages may be shown without word from the database; as long does a take-down wait for a portal that is cut off. */
  PAGE_LEASE_SECONDS: z.coerce.number().min(1).max(300).default(10),
  /** Servers of NATS (nats://host:4222,nats://…) by which portals are told of commits too; for pooled connections, which cannot LISTEN. */
  NATS_URL: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((word) => word.trim() || []))
    .pipe(z.array(z.url({ protocol: /^(nats|tls)$/ }))),
})

export type Config = {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | null
  demo: boolean
  adminPassword: string | null
  roles: readonly (typeof rolesAllowed)[number][]
  searchUrl: string | null
  searchListen: string | null
  trustProxy: boolean
  secureCookies: boolean
  logLevel: string
  poolSize: number
  pageStoreBytes: number
  pageMemoryBytes: number
  pageLeaseMs: number
  natsUrls: readonly string[]
}

/** The environment as one typed object; throws with the full list of faults. Nobody else reads process.env. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`configuration is not usable:\n${faults.join('\n')}`)
  }
  const env = parsed.data
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: path.resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL ?? null,
    demo: env.DEMO,
    adminPassword: env.ADMIN_PASSWORD ?? null,
    roles: env.ROLES,
    searchUrl: env.SEARCH_URL ?? null,
    searchListen: env.SEARCH_LISTEN ?? null,
    trustProxy: env.TRUST_PROXY,
    secureCookies: env.SECURE_COOKIES,
    logLevel: env.LOG_LEVEL,
    poolSize: env.DATABASE_POOL,
    pageStoreBytes: env.PAGE_STORE_MB * 1_000_000,
    pageMemoryBytes: env.PAGE_MEMORY_MB * 1_000_000,
    pageLeaseMs: env.PAGE_LEASE_SECONDS * 1_000,
    natsUrls: env.NATS_URL,
  }
}
