import { z } from 'zod'
import type { Operation } from './contract.ts'

type Json = Record<string, unknown>

/** OpenAPI 3.1 from the contracts themselves. */
export function openApiOf(operations: readonly Operation[], info: { title: string; version: string }): Json {
  const paths: Record<string, Json> = {}
  const ordered = [...operations].sort((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`, 'en'))
  for (const contract of ordered) {
    const path = (paths[`/api${contract.path}`] ??= {})
    path[contract.method.toLowerCase()] = describe(contract)
  }
  return {
    openapi: '3.1.0',
    info,
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'yw-session' } },
      schemas: { Problem: PROBLEM },
    },
  }
}

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'code', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { pointer: { type: 'string' }, detail: { type: 'string' } } },
    },
  },
}

function describe(contract: Operation): Json {
  const parameters = [...parametersOf(contract.params, 'path'), ...parametersOf(contract.query, 'query')]
  const body = schemaOf(contract.body, 'input')
  const hasBody = Object.keys((body['properties'] as Json | undefined) ?? {}).length > 0 || body['anyOf'] !== undefined
  return {
    summary: contract.summary,
    'x-permission': contract.permission,
    ...(contract.permission === 'public' ? {} : { security: [{ session: [] }] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(hasBody && contract.method !== 'GET'
      ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } }
      : {}),
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema: schemaOf(contract.reply, 'output') } } },
      default: {
        description: 'Problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function parametersOf(shape: z.ZodType, place: 'path' | 'query'): Json[] {
  const schema = schemaOf(shape, 'input')
  const required = (schema['required'] as string[] | undefined) ?? []
  return Object.entries((schema['properties'] as Json | undefined) ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }))
}

function schemaOf(shape: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' }) as Json
  return schema
}
