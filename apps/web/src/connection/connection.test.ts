import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Connection } from './connection.ts'

interface Server {
  answers: boolean
  network: boolean
  probes: number
}

function connectionTo(server: Server): Connection {
  return new Connection({
    probe: () => {
      server.probes += 1
      return Promise.resolve(server.answers)
    },
    hasNetwork: () => server.network,
    now: () => Date.now(),
    random: () => 1,
  })
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('Connection', () => {
  it('shows nothing when the server answers again within a moment, and lets failed parts repeat', async () => {
    const connection = connectionTo({ answers: true, network: true, probes: 0 })
    const back = vi.fn<() => void>()
    connection.onBack(back)
    connection.startCall().failed()
    expect(connection.state()).toEqual({ kind: 'checking' })
    await vi.advanceTimersByTimeAsync(800)
    expect(connection.state()).toEqual({ kind: 'connected' })
    expect(back).toHaveBeenCalledOnce()
  })

  it('is unreachable until a probe is answered, asks less often each time, and is back for a moment', async () => {
    const server: Server = { answers: false, network: true, probes: 0 }
    const connection = connectionTo(server)
    connection.startCall().failed()
    await vi.advanceTimersByTimeAsync(800)
    expect(connection.state()).toEqual({ kind: 'unreachable', retryAt: Date.now() + 1_000 })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(connection.state()).toEqual({ kind: 'unreachable', retryAt: Date.now() + 2_000 })
    await vi.advanceTimersByTimeAsync(300_000)
    expect(server.probes).toBeLessThan(18)
    server.answers = true
    await vi.advanceTimersByTimeAsync(30_000)
    expect(connection.state()).toEqual({ kind: 'back' })
    await vi.advanceTimersByTimeAsync(4_000)
    expect(connection.state()).toEqual({ kind: 'connected' })
  })

  it('lets a part that still fails repeat again after a pause, without another call', async () => {
    const connection = connectionTo({ answers: true, network: true, probes: 0 })
    const back = vi.fn<() => void>(() => connection.startCall().failed())
    connection.onBack(back)
    connection.startCall().failed()
    await vi.advanceTimersByTimeAsync(9_000)
    expect(back).toHaveBeenCalledOnce()
    connection.startCall().failed()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(back).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(8_000)
    expect(back).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(back).toHaveBeenCalledTimes(3)
  })

  it('leaves the repeat to the next answer where the server can’t be reached after the pause', async () => {
    const server: Server = { answers: true, network: true, probes: 0 }
    const connection = connectionTo(server)
    const back = vi.fn<() => void>()
    connection.onBack(back)
    connection.startCall().failed()
    await vi.advanceTimersByTimeAsync(800)
    connection.startCall().failed()
    await vi.advanceTimersByTimeAsync(800)
    expect(back).toHaveBeenCalledOnce()
    server.answers = false
    connection.startCall().failed()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(back).toHaveBeenCalledOnce()
    server.answers = true
    await vi.advanceTimersByTimeAsync(30_000)
    expect(back).toHaveBeenCalledTimes(2)
  })

  it('is offline where the browser has no network', async () => {
    const connection = connectionTo({ answers: false, network: false, probes: 0 })
    await connection.check()
    await vi.advanceTimersByTimeAsync(800)
    expect(connection.state()).toEqual({ kind: 'offline' })
  })

  it('stays connected where a server on this machine answers without a network', async () => {
    const connection = connectionTo({ answers: true, network: false, probes: 0 })
    await connection.check()
    expect(connection.state()).toEqual({ kind: 'connected' })
  })

  it('is back as soon as any call is answered, and stops asking', async () => {
    const server: Server = { answers: false, network: true, probes: 0 }
    const connection = connectionTo(server)
    connection.startCall().failed()
    await connection.check()
    connection.startCall().answered()
    expect(connection.state()).toEqual({ kind: 'back' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.probes).toBe(1)
  })

  it('has no news where a check is answered although no call failed, as after a broken stream', async () => {
    const connection = connectionTo({ answers: true, network: true, probes: 0 })
    const back = vi.fn<() => void>()
    connection.onBack(back)
    await connection.check()
    expect(back).not.toHaveBeenCalled()
    expect(connection.state()).toEqual({ kind: 'connected' })
  })

  it('does not take an answer that was on its way for one of now', async () => {
    const connection = connectionTo({ answers: false, network: false, probes: 0 })
    const earlier = connection.startCall()
    await connection.check()
    earlier.answered()
    await vi.advanceTimersByTimeAsync(800)
    expect(connection.state()).toEqual({ kind: 'offline' })
  })

  it('starts one check for many failed calls', async () => {
    const server: Server = { answers: false, network: true, probes: 0 }
    const connection = connectionTo(server)
    for (let call = 0; call < 20; call += 1) connection.startCall().failed()
    await vi.advanceTimersByTimeAsync(800)
    expect(server.probes).toBe(1)
  })

  it('waits for the server with those who need it', async () => {
    const server: Server = { answers: false, network: true, probes: 0 }
    const connection = connectionTo(server)
    await connection.whenReached()
    connection.startCall().failed()
    await connection.check()
    const reached = vi.fn<() => void>()
    void connection.whenReached().then(reached)
    await vi.advanceTimersByTimeAsync(900)
    expect(reached).not.toHaveBeenCalled()
    server.answers = true
    await vi.advanceTimersByTimeAsync(1_000)
    expect(reached).toHaveBeenCalledOnce()
  })
})
