import pg from 'pg'
import { isCut } from './postgres-errors.ts'

/** Runs reads over one connection, which is opened when a read needs it. */
export interface Reader {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>
  /** Reads over another connection from now on, unless one is just being opened. */
  replace(): void
  close(): Promise<void>
}

export interface ReaderListener {
  readonly onIdleError: (error: Error) => void
  /** A read found the connection cut or silent. */
  readonly onCut: () => void
}

/** A connection, which may still be opened. */
interface Current {
  readonly client: Promise<pg.Client>
  isOpen: boolean
}

/**
 * Returns a reader that sends each read without waiting for the answers to those before it: at three times the rate of a
 * pool, and half of the processor time. They are answered in order, so it is for reads by an index alone, which are short.
 *
 * Where the connection breaks, the reads under way are sent again, once, over another one.
 */
export function createReader(settings: pg.ClientConfig, { onIdleError, onCut }: ReaderListener): Reader {
  let current: Current | null = null
  let isClosed = false

  function connect(): Current {
    if (isClosed) throw new Error('the connections to PostgreSQL are closed')
    const client = new pg.Client({ ...settings, pipeline: true })
    const connecting: Current = { client: client.connect().then(() => client), isOpen: false }
    client.on('connect', () => (connecting.isOpen = true))
    client.on('error', (error) => {
      forget(connecting)
      onIdleError(error)
    })
    client.on('end', () => forget(connecting))
    connecting.client.catch(() => forget(connecting))
    return connecting
  }

  function forget(connection: Current): void {
    if (current === connection) current = null
  }

  return {
    async query(config) {
      const used = (current ??= connect())
      const client = await used.client
      try {
        return await client.query(config)
      } catch (error) {
        if (!isCut(error)) throw error
        forget(used)
        onCut()
        client.end().catch(() => undefined)
        current ??= connect()
        const another = await current.client
        return another.query(config)
      }
    },
    replace() {
      if (current?.isOpen !== true) return
      const { client } = current
      current = null
      // After the answers that it still owes.
      client.then((open) => open.end()).catch(() => undefined)
    },
    async close() {
      isClosed = true
      const closing = current
      current = null
      const client = await closing?.client.catch(() => null)
      await client?.end()
    },
  }
}
