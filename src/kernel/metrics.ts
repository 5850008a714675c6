import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

/** Prometheus metrics of this process. */
export type Metrics = {
  registry: Registry
  requests: Histogram<'role' | 'method' | 'status'>
  problems: Counter<'code'>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    requests: new Histogram({
      name: 'yiwang_http_seconds',
      help: 'Time to answer a request',
      labelNames: ['role', 'method', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3],
      registers: [registry],
    }),
    problems: new Counter({
      name: 'yiwang_problems_total',
      help: 'Refusals by code',
      labelNames: ['code'],
      registers: [registry],
    }),
  }
}
