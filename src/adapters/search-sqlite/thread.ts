import { parentPort, Worker } from 'node:worker_threads'

type Request = { call: number; name: string; argument: unknown }
type Reply = { call: number; value?: unknown; fault?: { name: string; message: string } }

/** Answers calls one after the other; what a function throws goes to the one who called. */
export function serve(functions: Readonly<Record<string, (argument: never) => unknown>>): void {
  const port = parentPort
  if (!port) throw new Error('this file is the body of a thread')
  port.on('message', ({ call, name, argument }: Request) => {
    const act: ((argument: never) => unknown) | undefined = functions[name]
    try {
      port.postMessage({ call, value: Reflect.apply(act ?? unknown, null, [argument]) })
    } catch (error) {
      port.postMessage({ call, fault: faultOf(error) })
    }
  })
  port.postMessage({ call: 0 })
}

const unknown = (): never => {
  throw new Error('no such function')
}

const faultOf = (error: unknown): { name: string; message: string } =>
  error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: String(error) }

export type Thread = {
  call<T>(name: string, argument: unknown): Promise<T>
  /** Ends it, whatever it is doing; calls that wait are refused. */
  end(): Promise<void>
  readonly isEnded: boolean
}

/** Starts a thread and waits until it serves. */
export async function startThread(
  file: URL,
  data: unknown,
  onEnd: (error: Error | null) => void = () => undefined,
): Promise<Thread> {
  const worker = new Worker(file, { workerData: data })
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  let calls = 0
  let isEnded = false
  let fault: Error | null = null
  const ready = Promise.withResolvers<void>()
  const end = (error: Error): void => {
    isEnded = true
    ready.reject(error)
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('message', ({ call, value, fault: told }: Reply) => {
    if (call === 0) return ready.resolve()
    const one = waiting.get(call)
    waiting.delete(call)
    if (told) one?.reject(Object.assign(new Error(told.message), { name: told.name }))
    else if (one) Reflect.apply(one.resolve, null, [value])
  })
  worker.on('error', (error: Error) => void (fault = error))
  worker.on('exit', () => {
    end(fault ?? new Error('the thread has ended'))
    onEnd(fault)
  })
  await ready.promise
  return {
    call<T>(name: string, argument: unknown): Promise<T> {
      if (isEnded) return Promise.reject(new Error('the thread has ended'))
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      const call = ++calls
      waiting.set(call, { resolve, reject })
      worker.postMessage({ call, name, argument })
      return promise
    },
    async end() {
      await worker.terminate()
    },
    get isEnded() {
      return isEnded
    },
  }
}
