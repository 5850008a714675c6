import type { Engine } from '../kernel/work.ts'
export async function loadUnfinished(_engine: Engine): Promise<void> {}
