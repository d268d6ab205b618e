import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onCore } from './pinning.ts'
import type { LoadOptions, LoadResult } from './load-worker.ts'

const worker = fileURLToPath(new URL('load-worker.ts', import.meta.url))

/**
 * Sends requests to a server for a time, or each of them once.
 *
 * @throws Error when an answer is no 200 or lacks what was expected, unless `mayRefuse`, and when one is missing
 */
export async function runLoad(options: LoadOptions, { mayRefuse = false } = {}): Promise<LoadResult> {
  const [command, args] = onCore('load', process.execPath, [worker])
  const result = await new Promise<LoadResult>((resolve, reject) => {
    const child = execFile(command, [...args], (error, stdout) => {
      if (error === null) resolve(JSON.parse(stdout) as LoadResult)
      else reject(new Error('the load could not be sent', { cause: error }))
    })
    child.stdin?.end(JSON.stringify(options))
  })
  if (result.refused > 0 && !mayRefuse) {
    throw new Error(`${result.refused} of ${result.answers} answers were not what was expected`)
  }
  if (options.ms === null && result.answers !== options.requests.length) {
    throw new Error(`${options.requests.length} requests had ${result.answers} answers`)
  }
  return result
}
