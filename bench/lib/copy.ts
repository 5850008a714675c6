import pg from 'pg'

/** What the driver's connection can do besides what its types tell. */
type Wire = { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }

const isWire = (connection: object): connection is Wire =>
  'sendCopyFromChunk' in connection && 'endCopyFrom' in connection

/** COPY … FROM STDIN of ready lines of text. */
export function copyInto(client: pg.Client, text: string, lines: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let fault: Error | null = null
    client.query({
      submit: (connection: pg.Connection) => connection.query(text),
      handleCopyInResponse(connection: object) {
        if (!isWire(connection)) return reject(new Error('this driver cannot COPY'))
        for (let from = 0; from < lines.length; from += 500) {
          connection.sendCopyFromChunk(Buffer.from(`${lines.slice(from, from + 500).join('\n')}\n`))
        }
        connection.endCopyFrom()
      },
      handleCommandComplete: () => undefined,
      handleError: (error: Error) => void (fault = error),
      handleReadyForQuery: () => (fault ? reject(fault) : resolve()),
    })
  })
}
