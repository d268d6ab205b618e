import { type ChildProcess, fork } from 'node:child_process'
import type { Racers, StoreCall } from '@latchkey/auth/testing'
import type { RaceAnswer, RaceMessage } from './answer-races.ts'

/** Milliseconds in which both processes have received their calls. */
const headStart = 1

/** Processes over one database, and what ends them. */
export interface RaceProcesses extends Pick<Racers, 'race'> {
  /** Ends the processes; resolves when they have ended, and their connections with them. */
  readonly end: () => Promise<void>
}

/** Starts two processes over one database, each with connections of its own, that make calls at the same moment. */
export async function startProcesses(program: string, database: string): Promise<RaceProcesses> {
  const processes = [startProcess(program, database), startProcess(program, database)] as const
  await Promise.all(processes.map((child) => answerOf(child)))
  return {
    async race(calls) {
      const at = performance.timeOrigin + performance.now() + headStart
      const answers = await Promise.all(
        processes.map((child, number) =>
          send(child, { calls: calls.filter((_, index) => index % processes.length === number), at }),
        ),
      )
      return calls.map((_, index) => resultOf(answers[index % processes.length], Math.floor(index / processes.length)))
    },
    async end() {
      await Promise.all(processes.map(endProcess))
    },
  }
}

function startProcess(program: string, database: string): ChildProcess {
  return fork(program, [database], { serialization: 'advanced' })
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill()
  await ended
}

async function send(
  child: ChildProcess,
  message: { calls: readonly StoreCall[]; at: number },
): Promise<readonly RaceAnswer[]> {
  child.send(message satisfies RaceMessage)
  return (await answerOf(child)) as readonly RaceAnswer[]
}

function resultOf(answers: readonly RaceAnswer[] | undefined, index: number): unknown {
  const answer = answers?.[index]
  if (answer === undefined) throw new Error('a call has no answer')
  if ('error' in answer) throw new Error(answer.error)
  return answer.result
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`a process of the race ended with ${code}`))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      resolve(message)
    })
  })
}
