import { isAnswer } from './answered.ts'
import { Connection } from './connection.ts'

/** Milliseconds after which a probe counts as not answered. */
const probeTimeout = 8_000

/** The page's connection to the server. */
export const pageConnection = new Connection({
  probe,
  hasNetwork: () => navigator.onLine,
  now: () => Date.now(),
  // oxlint-disable-next-line eslint/no-restricted-properties -- it spreads calls over time, and is no secret
  random: Math.random,
})

/** Starts to listen to what the browser knows of the network, and to the tab being looked at. */
export function watchNetwork(connection: Connection): void {
  window.addEventListener('offline', () => void connection.check())
  window.addEventListener('online', () => void connection.check())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && connection.isDown()) void connection.check()
  })
}

async function probe(): Promise<boolean> {
  try {
    // The same path as all calls, so that a proxy treats it as it treats them; and no use of the session.
    const response = await fetch('/trpc/auth.me', {
      headers: { 'X-Latchkey-Unattended': '1' },
      cache: 'no-store',
      signal: AbortSignal.timeout(probeTimeout),
    })
    await response.body?.cancel()
    return isAnswer(response)
  } catch {
    return false
  }
}
