import type { SessionView } from '@latchkey/schema'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { reasonOf } from '../../errors/failure.ts'
import { moment, names } from '../../language/rich.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'

export interface EndSessions {
  /** The id of the session that is being ended, `'others'` for all of them, or `null`. */
  readonly ending: string | null
  /** The result of the last attempt, or the news that took its place. */
  readonly message: ReactNode
  /** Whether the message is the result of what the user did. */
  readonly isOwnMessage: boolean
  readonly error: unknown
  /** Shows the result of something else that the user did. */
  readonly showMessage: (message: ReactNode) => void
  /** Shows what happened by itself: a result that stood there may no longer hold. */
  readonly showNews: (news: ReactNode) => void
  /**
   * Both resolve to whether a session ended; by then the list no longer has it. `alike` is how many other sessions look
   * like the one that ends.
   */
  readonly endOne: (session: SessionView, alike: number) => Promise<boolean>
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
  const [news, setNews] = useState<ReactNode>(null)
  const [error, setError] = useState<unknown>(null)
  /** Noted before the call: the stream may report the end before the call is answered. */
  const mine = useRef(new Set<string>())

  async function attempt(what: string, ids: readonly string[], call: () => Promise<ReactNode>): Promise<boolean> {
    if (ending !== null) return false
    setEnding(what)
    setMessage(null)
    setNews(null)
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

  async function endById(session: SessionView, alike: number): Promise<ReactNode> {
    try {
      const { ended } = await end.mutateAsync({ id: session.id })
      if (!ended) return texts('alreadyEnded')
      const named = { ...names, name: session.name }
      if (alike === 0) return texts.rich('ended', named)
      return texts.rich('endedOneOf', { ...named, ...moment(session.createdAt), left: alike })
    } catch (refused) {
      // Ended already, in another tab or session: the result is the same.
      if (reasonOf(refused) === 'SESSION_NOT_FOUND') return texts('alreadyEnded')
      throw refused
    }
  }

  function showMessage(shown: ReactNode): void {
    setError(null)
    setNews(null)
    setMessage(shown)
  }

  const showNews = useCallback((shown: ReactNode): void => {
    setMessage(null)
    setNews(shown)
  }, [])

  return {
    ending,
    message: news ?? message,
    isOwnMessage: news === null,
    error,
    showMessage,
    showNews,
    endOne: (session, alike) => attempt(session.id, [session.id], () => endById(session, alike)),
    endOthers: (sessions) =>
      attempt(
        'others',
        sessions.map(({ id }) => id),
        async () => texts('endedMany', { count: (await others.mutateAsync()).ended }),
      ),
    isMine: (id) => mine.current.has(id),
  }
}
