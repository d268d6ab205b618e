import type { Connection } from './connection.ts'
import { sessionStorageEntries, type StorageEntries } from '../storage/storage-entries.ts'
import { pageConnection } from './page-connection.ts'

/** When this tab last reloaded for a chunk, in milliseconds since 1970: in the storage of the tab. */
const reloadKey = 'latchkey-reloaded-at'
/** Milliseconds in which a tab reloads once at most. */
const reloadPause = 60_000

/** A part of the app that is not on the server, although the server answers and the page was reloaded. */
export class ChunkMissingError extends Error {
  override readonly name = 'ChunkMissingError'
}

export interface ChunkDependencies {
  readonly connection: Pick<Connection, 'check' | 'whenReached'>
  readonly entries: Pick<StorageEntries, 'read' | 'write'>
  readonly now: () => number
  readonly reload: () => void
}

/**
 * Loads a part of the app. Without a connection it waits for one and tries again. Where the server answers and the part is
 * not there, a deployment has replaced it: the page is reloaded, once.
 * @throws {ChunkMissingError} when it is not there after a reload either.
 */
export async function loadChunkWith<Module>(
  load: () => Promise<Module>,
  deps: ChunkDependencies,
  failuresWhileReached = 0,
): Promise<Module> {
  try {
    return await load()
  } catch (error) {
    const reached = await deps.connection.check()
    if (!reached) await deps.connection.whenReached()
    const failures = failuresWhileReached + Number(reached)
    if (failures < 2) return loadChunkWith(load, deps, failures)
    if (!reloadOnce(deps)) throw new ChunkMissingError('a part of the app can’t be loaded', { cause: error })
    // The page is on its way out.
    return new Promise(() => {})
  }
}

/** `loadChunkWith` on this page. */
export async function loadChunk<Module>(load: () => Promise<Module>): Promise<Module> {
  return loadChunkWith(load, {
    connection: pageConnection,
    entries: sessionStorageEntries,
    now: () => Date.now(),
    reload: () => window.location.reload(),
  })
}

function reloadOnce({ entries, now, reload }: ChunkDependencies): boolean {
  if (now() - Number(entries.read(reloadKey) ?? 0) < reloadPause) return false
  const at = String(now())
  entries.write(reloadKey, at)
  // Without storage nothing would remember the reload, and the page might reload for ever.
  if (entries.read(reloadKey) !== at) return false
  reload()
  return true
}
