import { hash, verify } from '@node-rs/argon2'

// OWASP's figures for argon2id (the default algorithm of the library): 19 MiB, two passes, one lane.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

let decoy: Promise<string> | null = null

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), COST)

/** Without a hash (unknown login) the same work is done against a decoy, so that the time betrays nothing. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password')
  const matches = await verify(stored ?? (await decoy), password.normalize('NFKC'))
  return stored !== null && matches
}
