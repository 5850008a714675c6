import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import { App } from 'antd'
import { useCallback, useRef } from 'react'
import type { z } from 'zod'
import type { Operation, Reply } from '../../src/kernel/contract.ts'
import { fillPath, queryString } from './api/address.ts'
import { asProblem, type ApiProblem } from './api/problem.ts'
import { pair } from './components/marks.ts'
import { request } from './api/request.ts'

type Part<Name extends string, S extends z.ZodType> =
  Record<string, never> extends z.input<S> ? { [N in Name]?: z.input<S> } : { [N in Name]: z.input<S> }

/** What a call needs: `params`, `query` and `body`, each only as far as the contract asks for it. */
export type CallInput<O extends Operation> = Part<'params', O['params']> &
  Part<'query', O['query']> &
  Part<'body', O['body']>

interface AnyInput {
  params?: unknown
  query?: unknown
  body?: unknown
}

/** One call of the API, typed by its contract. Throws ApiProblem. */
export async function call<O extends Operation>(
  operation: O,
  input: CallInput<O>,
  options: { signal?: AbortSignal } = {},
): Promise<Reply<O>> {
  const { params, query, body }: AnyInput = input
  const path = fillPath(operation.path, record(params)) + queryString(record(query))
  const sent = operation.method === 'GET' || operation.method === 'DELETE' ? body : (body ?? {})
  return trusted<O>(await request(path, { method: operation.method, body: sent, signal: options.signal }))
}

/** Key of an operation's cached replies; without input, of all of them. */
export function operationKey(operation: Operation, input?: AnyInput): readonly unknown[] {
  const name = `${operation.method} ${operation.path}`
  return input === undefined ? [name] : [name, input.params ?? null, input.query ?? null, input.body ?? null]
}

interface OperationOptions {
  /** False while something needed is not there yet. */
  enabled?: boolean
  /** Milliseconds between silent refreshes. */
  refreshEvery?: number
  /** Keeps the last rows on screen while the next page loads (default true). */
  keepsPrevious?: boolean
  staleFor?: number
}

/** What the cache holds: wrapped, because a reply of unknown shape might be a function to its types. */
interface Cached<O extends Operation> {
  reply: Reply<O>
}

function replyOf<O extends Operation>({ reply }: Cached<O>): Reply<O> {
  return reply
}

/** Reads through an operation; cached, refreshed, and shared by everybody who asks for the same. */
export function useOperation<O extends Operation>(
  operation: O,
  input: CallInput<O>,
  options: OperationOptions = {},
): UseQueryResult<Reply<O>, ApiProblem> {
  return useQuery<Cached<O>, ApiProblem, Reply<O>>({
    queryKey: operationKey(operation, input),
    queryFn: async ({ signal }) => ({ reply: await call(operation, input, { signal }) }),
    select: replyOf,
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.refreshEvery === undefined ? {} : { refetchInterval: options.refreshEvery }),
    ...(options.staleFor === undefined ? {} : { staleTime: options.staleFor }),
    ...(options.keepsPrevious === false ? {} : { placeholderData: keepPreviousData }),
  })
}

interface CommandOptions<O extends Operation> {
  /** Said when it worked: what happened, in the past tense. */
  success?: string | ((reply: Reply<O>) => string)
  /** Lists and details that this changes; they are read again. */
  invalidates?: readonly Operation[]
  onDone?: (reply: Reply<O>, input: CallInput<O>) => void
  /** False where the screen shows the problem itself, beside the form. */
  announcesProblem?: boolean
}

/**
 * Changes something through an operation. Problems with field errors are left to the form (`command.error`),
 * all others are announced unless the screen says that it shows them itself.
 */
export function useCommand<O extends Operation>(
  operation: O,
  options: CommandOptions<O> = {},
): UseMutationResult<Reply<O>, ApiProblem, CallInput<O>> {
  const queries = useQueryClient()
  const { message } = App.useApp()
  const underWay = useRef(new Map<string, Promise<Reply<O>>>())
  const mutation = useMutation<Reply<O>, ApiProblem, CallInput<O>>({
    mutationFn: (input) => call(operation, input),
    onSuccess: async (reply, input) => {
      const { success } = options
      if (success !== undefined) void message.success(typeof success === 'string' ? success : success(reply))
      options.onDone?.(reply, input)
      await Promise.all(
        (options.invalidates ?? []).map((one) => queries.invalidateQueries({ queryKey: operationKey(one) })),
      )
    },
    onError: (error) => {
      const problem = asProblem(error)
      if (options.announcesProblem === false || problem.errors.length > 0) return
      void message.error(problem.detail ? pair(problem.title, problem.detail) : problem.title, 6)
    },
  })
  const { mutateAsync } = mutation
  // The second click of a double click comes before the button can be switched off: the same act under way is not begun again.
  const once = useCallback(
    (...given: Parameters<typeof mutateAsync>) => {
      const key = JSON.stringify(given[0])
      const before = underWay.current.get(key)
      if (before) return before
      const act = mutateAsync(...given).finally(() => underWay.current.delete(key))
      underWay.current.set(key, act)
      return act
    },
    [mutateAsync],
  )
  const begin = useCallback(
    (...given: Parameters<typeof mutateAsync>) => void once(...given).catch(() => undefined),
    [once],
  )
  return { ...mutation, mutate: begin, mutateAsync: once }
}

/** The server validated this reply against the same contract before it sent it. */
function trusted<O extends Operation>(value: unknown): Reply<O>
function trusted(value: unknown): unknown {
  return value
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined
}
