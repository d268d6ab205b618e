import { readdirSync, readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setPriority } from 'node:os'

const tasks = '/proc/self/task'
/** What libuv calls the threads of its pool. */
const poolThread = 'libuv-worker'
/** The niceness of these threads: on a busy machine they get about a tenth of the time of a thread of niceness 0. */
const niceness = 10

/**
 * Lets the threads that hash passwords yield to the thread that answers requests, where there are not enough processors for
 * all of them. On Linux each thread has a niceness of its own, and the id of a thread is taken for that of a process. Other
 * systems, and sandboxes that do not allow it, are left as they are.
 *
 * @see [setpriority(2)](https://man7.org/linux/man-pages/man2/setpriority.2.html), “C library/kernel differences”
 */
export async function yieldToEventLoop(): Promise<void> {
  if (process.platform !== 'linux') return
  // The pool starts all its threads with the first work that it gets.
  await stat('.')
  try {
    for (const task of readdirSync(tasks)) {
      const name = readFileSync(`${tasks}/${task}/comm`, 'utf8').trim()
      if (name === poolThread) setPriority(Number(task), niceness)
    }
  } catch {
    // Without it, requests are answered more slowly while passwords are hashed.
  }
}
