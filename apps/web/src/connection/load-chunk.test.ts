import { describe, expect, it, vi } from 'vitest'
import { ChunkMissingError, type ChunkDependencies, loadChunkWith } from './load-chunk.ts'

interface Page extends ChunkDependencies {
  readonly reload: ReturnType<typeof vi.fn<() => void>>
  readonly stored: Map<string, string>
}

function page({ reached }: { readonly reached: () => boolean }): Page {
  const stored = new Map<string, string>()
  return {
    stored,
    connection: { check: () => Promise.resolve(reached()), whenReached: () => Promise.resolve() },
    entries: { read: (key) => stored.get(key) ?? null, write: (key, value) => void stored.set(key, value) },
    now: () => 1_000_000,
    reload: vi.fn<() => void>(),
  }
}

function failing(times: number): () => Promise<string> {
  let left = times
  return () => {
    left -= 1
    return left >= 0 ? Promise.reject(new TypeError('no such chunk')) : Promise.resolve('chunk')
  }
}

describe('loadChunkWith', () => {
  it('waits for the connection for as long as it takes, and reloads nothing', async () => {
    const offline = page({ reached: () => false })
    await expect(loadChunkWith(failing(20), offline)).resolves.toBe('chunk')
    expect(offline.reload).not.toHaveBeenCalled()
  })

  it('tries again before it reloads', async () => {
    const online = page({ reached: () => true })
    await expect(loadChunkWith(failing(1), online)).resolves.toBe('chunk')
    expect(online.reload).not.toHaveBeenCalled()
  })

  it('reloads the page once where the server answers and the chunk is gone, then fails', async () => {
    const deployed = page({ reached: () => true })
    void loadChunkWith(failing(20), deployed)
    await vi.waitFor(() => expect(deployed.reload).toHaveBeenCalledOnce())
    await expect(loadChunkWith(failing(20), deployed)).rejects.toThrow(ChunkMissingError)
    expect(deployed.reload).toHaveBeenCalledOnce()
  })

  it('does not reload where nothing would remember that it did', async () => {
    const blocked = page({ reached: () => true })
    const entries = { read: () => null, write: () => {} }
    await expect(loadChunkWith(failing(20), { ...blocked, entries })).rejects.toThrow(ChunkMissingError)
    expect(blocked.reload).not.toHaveBeenCalled()
  })
})
