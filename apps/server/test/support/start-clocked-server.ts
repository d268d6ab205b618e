import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Order, Report } from './clocked-server.ts'

const program = fileURLToPath(new URL('clocked-server.ts', import.meta.url))

export interface ClockedServer {
  readonly url: string
  readonly setClock: (now: number) => Promise<void>
  /** Writes the last-seen times, as the job would; while the file is locked they wait for the next flush. */
  readonly flush: () => Promise<void>
  /** How many events were not stored because the file was locked. */
  readonly eventsNotStored: () => Promise<number>
}

/** Starts a server process whose clock stands until the test sets it; it ends with the test. */
export async function startClockedServer(databaseUrl: string): Promise<ClockedServer> {
  const child = fork(program, [databaseUrl], { execArgv: [] })
  const waiting: ((report: Report) => void)[] = []
  const nextReport = (): Promise<Report> => new Promise((resolve) => void waiting.push(resolve))
  child.on('message', (report) => waiting.shift()?.(report as Report))
  onTestFinished(() => void child.kill('SIGKILL'))
  const order = async (what: Order): Promise<Report> => {
    // The server carries out one order after the other, and reports in the same order.
    const carriedOut = nextReport()
    child.send(what)
    const report = await carriedOut
    if (report.error !== null && !report.error.includes('StoreUnavailableError')) throw new Error(report.error)
    return report
  }
  const { url } = await nextReport()
  return {
    url,
    setClock: async (now) => void (await order({ type: 'clock', now })),
    flush: async () => void (await order({ type: 'flush' })),
    eventsNotStored: async () => (await order({ type: 'nothing' })).eventsNotStored,
  }
}
