import { printTable } from '../../print-table.ts'
import { quantile } from '../../quantile.ts'
import { installPeer } from '../install-peer.ts'
import { type Browser, findBrowser } from './find-browser.ts'
import { type LighthouseReport, runLighthouse } from './run-lighthouse.ts'

const paths = ['/sign-in', '/sign-up'] as const

/** The medians of several runs, and all that they warn of. */
export interface ScoredPage extends LighthouseReport {
  readonly path: string
}

/** Measures the pages before a sign-in with Lighthouse. Says so, and returns `null`, where that can't be done. */
export async function measureLighthouse(origin: string, runs: number): Promise<readonly ScoredPage[] | null> {
  const browser = findBrowser()
  if (browser === null) return without('there is no Chromium')
  try {
    installPeer('lighthouse')
  } catch {
    return without('it can’t be installed')
  }
  try {
    const pages: ScoredPage[] = []
    for (const path of paths) pages.push(await scored(origin, path, browser, runs))
    print(pages)
    return pages
  } catch (error) {
    return without(`it fails with ${reasonOf(String(error))}`)
  }
}

function without(reason: string): null {
  console.log(`Without Lighthouse: ${reason}.\n`)
  return null
}

/** Returns the line of a failed program's output that names the error; all of its first line where none does. */
function reasonOf(output: string): string {
  return /^(?!Error: Command failed)\w*Error: .*$/m.exec(output)?.[0] ?? output.split('\n', 1)[0] ?? ''
}

async function scored(origin: string, path: string, browser: Browser, runs: number): Promise<ScoredPage> {
  const reports: LighthouseReport[] = []
  for (let run = 0; run < runs; run += 1) reports.push(await runLighthouse(origin + path, browser))
  const median = (of: (report: LighthouseReport) => number): number => quantile(reports.map(of), 0.5)
  return {
    path,
    version: reports[0]?.version ?? '',
    performance: median(({ performance: score }) => score),
    accessibility: median(({ accessibility }) => accessibility),
    bestPractices: median(({ bestPractices }) => bestPractices),
    seo: median(({ seo }) => seo),
    benchmarkIndex: median(({ benchmarkIndex }) => benchmarkIndex),
    warnings: [...new Set(reports.flatMap(({ warnings }) => warnings))],
  }
}

function print(pages: readonly ScoredPage[]): void {
  printTable(
    [
      `Lighthouse ${pages[0]?.version}, mobile`,
      'performance',
      'accessibility',
      'best practices',
      'SEO',
      'benchmark index',
    ],
    pages.map((page) => [
      page.path,
      ...[page.performance, page.accessibility, page.bestPractices, page.seo, page.benchmarkIndex].map((score) =>
        score.toFixed(0),
      ),
    ]),
  )
  for (const warning of new Set(pages.flatMap(({ warnings }) => warnings))) console.log(`It warns: ${warning}\n`)
}
