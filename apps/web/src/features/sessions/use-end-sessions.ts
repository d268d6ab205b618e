import type { SessionView } from '@latchkey/schema'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { reasonOf } from '../../errors/failure.ts'
import { names } from '../../language/rich.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'

export interface EndSessions {
  /** The id of the session that is being ended, `'others'` for all of them, or `null`. */
  readonly ending: string | null
  /** The result of the last attempt. */
  readonly message: ReactNode
  readonly error: unknown
  /** Shows a message in place of the last result. */
  readonly showMessage: (message: ReactNode) => void
  /** Both resolve to whether a session ended; by then the list no longer has it. */
  readonly endOne: (session: SessionView) => Promise<boolean>
  readonly endOthers: (others: readonly SessionView[]) => Promise<boolean>
  /** True for a session that this page ended. */
  readonly isMine: (id: string) => boolean
}

export function useEndSessions(): EndSessions {
  const texts = useTranslations('ending')
  const withStepUp = useStepUp()
  const utils = trpc.useUtils()
  const end = trpc.sessions.end.useMutation()
  const others = trpc.sessions.endOthers.useMutation()
  const [ending, setEnding] = useState<string | null>(null)
  const [message, setMessage] = useState<ReactNode>(null)
  const [error, setError] = useState<unknown>(null)
  /** Noted before the call: the stream may report the end before the call is answered. */
  const mine = useRef(new Set<string>())

  async function attempt(what: string, ids: readonly string[], call: () => Promise<ReactNode>): Promise<boolean> {
    if (ending !== null) return false
    setEnding(what)
    setMessage(null)
    setError(null)
    for (const id of ids) mine.current.add(id)
    try {
      const outcome = await withStepUp(call)
      if (outcome === 'cancelled') return giveUp(ids)
      // An answer from before the end would bring the rows back.
      await utils.sessions.list.cancel()
      utils.sessions.list.setData(
        undefined,
        (list) => list && { ...list, others: list.others.filter(({ id }) => !ids.includes(id)) },
      )
      setMessage(outcome)
      return true
    } catch (refused) {
      setError(refused)
      return giveUp(ids)
    } finally {
      setEnding(null)
      void utils.sessions.list.invalidate()
      void utils.sessions.history.invalidate()
      void utils.events.list.invalidate()
    }
  }

  function giveUp(ids: readonly string[]): false {
    for (const id of ids) mine.current.delete(id)
    return false
  }

  async function endById(session: SessionView): Promise<ReactNode> {
    try {
      const { ended } = await end.mutateAsync({ id: session.id })
      return ended ? texts.rich('ended', { ...names, name: session.name }) : texts('alreadyEnded')
    } catch (refused) {
      // Ended already, in another tab or session: the result is the same.
      if (reasonOf(refused) === 'SESSION_NOT_FOUND') return texts('alreadyEnded')
      throw refused
    }
  }

  function showMessage(shown: ReactNode): void {
    setError(null)
    setMessage(shown)
  }

  return {
    ending,
    message,
    error,
    showMessage,
    endOne: (session) => attempt(session.id, [session.id], () => endById(session)),
    endOthers: (sessions) =>
      attempt(
        'others',
        sessions.map(({ id }) => id),
        async () => texts('endedMany', { count: (await others.mutateAsync()).ended }),
      ),
    isMine: (id) => mine.current.has(id),
  }
}
