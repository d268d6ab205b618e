import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'

/**
 * Resolves with the address of a server process once its log says that it listens. `onLine` is called with each line of
 * the log, also after that.
 *
 * @throws when the process ends before it listens; the message holds what it wrote to its standard error
 */
export function listeningUrl(
  child: ChildProcess & { readonly stdout: Readable },
  onLine: (line: string) => void = () => undefined,
): Promise<string> {
  let rest = ''
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        onLine(line)
        const port = /"port":(\d+),"msg":"listening"/.exec(line)?.[1]
        if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
      }
    })
    child.on('close', () => reject(new Error(`the server ended before it listened: ${errors}`)))
  })
}
