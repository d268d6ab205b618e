import type { ChildProcess } from 'node:child_process'

/** Waits until a process prints a line that matches, and returns the first group of the pattern. */
export function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const found = pattern.exec(chunk.toString())?.[1]
      if (found !== undefined) resolve(found)
    })
    child.on('close', (code) => reject(new Error(`a process ended with ${code} before it was ready`)))
  })
}
