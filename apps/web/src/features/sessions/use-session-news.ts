import type { SessionListView } from '@latchkey/schema'
import { useEffect, useRef, useState } from 'react'
import { sessionNews } from './session-news.ts'
import { listChanges } from './watch/list-changes.ts'

/** The latest that happened to the list without this page's doing, in words. */
export function useSessionNews(list: SessionListView | undefined, isMine: (id: string) => boolean): string | null {
  const before = useRef<SessionListView>(undefined)
  const [news, setNews] = useState<string | null>(null)

  useEffect(() => {
    const previous = before.current
    before.current = list
    if (previous === undefined || list === undefined || previous === list) return
    const { began, ended } = listChanges(previous, list)
    const message = sessionNews({ began, ended: ended.filter(({ id }) => !isMine(id)) })
    if (message !== null) setNews(message)
  }, [list, isMine])

  return news
}
