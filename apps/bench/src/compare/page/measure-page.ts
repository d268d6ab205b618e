import { printTable } from '../../print-table.ts'
import type { Bench } from '../../run-bench.ts'
import { latchkey } from '../contestants.ts'
import { prepare } from '../start-contestant.ts'
import { measureLighthouse, type ScoredPage } from './measure-lighthouse.ts'
import { type LoadedFile, loadPage, sumByKind } from './page-load.ts'

export interface MeasuredPage {
  readonly files: readonly LoadedFile[]
  /** `null` where it could not run. */
  readonly lighthouse: readonly ScoredPage[] | null
}

/** Measures what a browser without a cache loads for the sign-in page, and what Lighthouse says of it. */
export async function measurePage(bench: Bench, isQuick: boolean): Promise<MeasuredPage> {
  const { startUnpinned } = await prepare(bench, latchkey('Latchkey, page', 1000))
  const { port, stop } = await startUnpinned()
  const origin = `http://localhost:${port}`
  const files = await loadPage(origin, '/sign-in')
  const sums = sumByKind(files)
  const total = { kind: 'all', count: files.length, bytes: sums.reduce((sum, { bytes }) => sum + bytes, 0) }
  printTable(
    ['cold load of the sign-in page', 'files', 'kB sent, with gzip'],
    [...sums, total].map(({ kind, count, bytes }) => [kind, String(count), (bytes / 1000).toFixed(1)]),
  )
  const lighthouse = await measureLighthouse(origin, isQuick ? 1 : 3)
  await stop()
  return { files, lighthouse }
}
