import { z } from 'zod'

export const SiteLevel = z.enum(['province', 'city', 'county', 'town', 'village'])
export const SiteKind = z.enum(['portal', 'department', 'subportal'])
export const SiteState = z.enum(['draft', 'running', 'exceptional', 'suspended', 'closing', 'closed'])

/** Letters, digits and hyphens, as they stand in addresses. */
export const Code = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
export const Host = z.string().trim().min(1).max(253)
export const line = (max: number) => z.string().trim().max(max)
export const name = (max: number) => z.string().trim().min(1).max(max)
export const expectedVersion = z.int().positive()
export const byId = z.object({ id: z.uuid() })
export const bySite = z.object({ siteId: z.uuid() })

export const SiteRef = z.object({ id: z.uuid(), code: z.string(), name: z.string(), level: SiteLevel })
