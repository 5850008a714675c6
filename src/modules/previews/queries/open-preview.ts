import type { View } from '../../../kernel/work.ts'
import { openPass, type Opened } from '../rules.ts'

/** What a token stands for now; without a secret there are no links, so every token is forged. */
export async function openPreview(view: View, token: string): Promise<Opened> {
  const row = await view.db.selectFrom('previews.secret').select('secret').executeTakeFirst()
  return row ? openPass(row.secret, token, view.now) : { state: 'forged' }
}
