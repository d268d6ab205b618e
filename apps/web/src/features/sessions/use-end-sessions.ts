import type { SessionView } from '@latchkey/schema'
import { useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { reasonOf } from '../../errors/failure.ts'
import { endedWords } from './session-words.ts'

/** How a call is made that may be refused until the person proves themselves again. */
export type Guarded = <Result>(call: () => Promise<Result>) => Promise<Result | 'cancelled'>

export interface EndSessions {
  /** The id of the session that is being ended, `'others'` for all of them, or `null`. */
  readonly ending: string | null
  /** What the last attempt came to. */
  readonly words: string | null
  readonly error: unknown
  /** Both tell whether something ended; by then the list no longer has it. */
  readonly endOne: (session: SessionView) => Promise<boolean>
  readonly endOthers: () => Promise<boolean>
}

export function useEndSessions(guarded: Guarded): EndSessions {
  const utils = trpc.useUtils()
  const end = trpc.sessions.end.useMutation()
  const others = trpc.sessions.endOthers.useMutation()
  const [ending, setEnding] = useState<string | null>(null)
  const [words, setWords] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)

  async function attempt(what: string, call: () => Promise<string>, isGone: (id: string) => boolean): Promise<boolean> {
    if (ending !== null) return false
    setEnding(what)
    setWords(null)
    setError(null)
    try {
      const outcome = await guarded(call)
      if (outcome === 'cancelled') return false
      // An answer that was on its way before the end would bring the rows back.
      await utils.sessions.list.cancel()
      utils.sessions.list.setData(
        undefined,
        (list) => list && { ...list, others: list.others.filter((o) => !isGone(o.id)) },
      )
      setWords(outcome)
      return true
    } catch (refused) {
      setError(refused)
      return false
    } finally {
      setEnding(null)
      void utils.sessions.list.invalidate()
    }
  }

  async function endById(session: SessionView): Promise<string> {
    try {
      const { ended } = await end.mutateAsync({ id: session.id })
      return ended ? `The session “${session.name}” has ended.` : alreadyEnded
    } catch (refused) {
      // Gone is what was wanted, whoever did it.
      if (reasonOf(refused) === 'SESSION_NOT_FOUND') return alreadyEnded
      throw refused
    }
  }

  return {
    ending,
    words,
    error,
    endOne: (session) =>
      attempt(
        session.id,
        () => endById(session),
        (id) => id === session.id,
      ),
    endOthers: () =>
      attempt(
        'others',
        async () => endedWords((await others.mutateAsync()).ended),
        () => true,
      ),
  }
}

const alreadyEnded = 'This session had already ended.'
