import { randomInt } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** The port kept from the last start while it is free, else another one, kept from now on. */
export async function choosePort(dataDir: string, log: (line: string) => void): Promise<number> {
  const file = join(dataDir, 'postgres-port')
  const kept = Number(await readFile(file, 'utf8').catch(() => ''))
  if (Number.isInteger(kept) && kept > 0 && kept < 65_536) {
    if (await isFree(kept)) return kept
    log(`端口 ${kept} 已被其他程序占用，换用另一个端口`)
  }
  for (let attempt = 0; attempt < 100; attempt++) {
    // below the range from which systems take the local ports of outgoing connections
    const port = randomInt(20_000, 32_000)
    if (!(await isFree(port))) continue
    await writeFile(file, `${port}\n`)
    return port
  }
  throw new Error('找不到空闲的本机端口，内嵌数据库无法启动。')
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
