import { z } from 'zod'
import { event } from '../../kernel/events.ts'

export const organisationRegistered = event(
  'organisations.organisation.registered.v1',
  z.object({ organisationId: z.uuid() }),
)
export const organisationRenamed = event(
  'organisations.organisation.renamed.v1',
  z.object({ organisationId: z.uuid(), name: z.string() }),
)
/** The whole subtree below oldPath now stands below newPath. */
export const organisationMoved = event(
  'organisations.organisation.moved.v1',
  z.object({ organisationId: z.uuid(), oldPath: z.string(), newPath: z.string() }),
)
export const organisationAbolished = event(
  'organisations.organisation.abolished.v1',
  z.object({ organisationId: z.uuid(), successorId: z.uuid().nullable(), on: z.string() }),
)
