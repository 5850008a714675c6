import { ECONOMY_TOPICS } from './economy.ts'
import { LIVELIHOOD_TOPICS } from './livelihood.ts'
import { RURAL_TOPICS } from './rural.ts'
import type { Topic } from './topic.ts'

/** Every topic of the invented province. */
export const TOPICS: readonly Topic[] = [...LIVELIHOOD_TOPICS, ...RURAL_TOPICS, ...ECONOMY_TOPICS]
