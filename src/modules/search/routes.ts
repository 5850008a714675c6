import type { Api } from '../../kernel/http.ts'

export function routes(_api: Api): void {}
