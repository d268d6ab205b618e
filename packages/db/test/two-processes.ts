import { type ChildProcess, fork } from 'node:child_process'
import type { Racers, StoreCall } from '@latchkey/auth/testing'
import type { RaceAnswer, RaceMessage } from './answer-races.ts'

/** Milliseconds in which both processes have received their calls. */
const headStart = 1

/** Starts two processes over one database, each with connections of its own, that make calls at the same moment. */
export async function startProcesses(program: string, database: string): Promise<Pick<Racers, 'race'> & Disposable> {
  const processes = [startProcess(program, database), startProcess(program, database)] as const
  await Promise.all(processes.map((child) => answerOf(child)))
  return {
    async race(calls) {
      const at = performance.timeOrigin + performance.now() + headStart
      const [one, other] = processes
      const answers = [send(one, { call: calls[0], at }), send(other, { call: calls[1], at })] as const
      // Waits for both: an answer that is left behind would be taken for that of the next race.
      await Promise.allSettled(answers)
      return Promise.all(answers)
    },
    [Symbol.dispose]() {
      for (const child of processes) child.kill()
    },
  }
}

function startProcess(program: string, database: string): ChildProcess {
  return fork(program, [database], { serialization: 'advanced' })
}

async function send(child: ChildProcess, message: { call: StoreCall; at: number }): Promise<unknown> {
  child.send(message satisfies RaceMessage)
  const answer = (await answerOf(child)) as RaceAnswer
  if ('error' in answer) throw new Error(answer.error)
  return answer.result
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('message', resolve))
}
