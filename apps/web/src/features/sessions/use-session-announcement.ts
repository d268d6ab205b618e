import type { SessionListView } from '@latchkey/schema'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { sessionAnnouncement } from './session-announcement.ts'
import { listChanges } from '../../session/list-changes.ts'

/** Announces changes of the list that this page did not make. */
export function useSessionAnnouncement(
  list: SessionListView | undefined,
  isMine: (id: string) => boolean,
  announce: (news: string) => void,
): void {
  const texts = useTranslations('access')
  const before = useRef<SessionListView>(undefined)

  useEffect(() => {
    const previous = before.current
    before.current = list
    if (previous === undefined || list === undefined || previous === list) return
    const { began, ended } = listChanges(previous, list)
    const message = sessionAnnouncement({ began, ended: ended.filter(({ id }) => !isMine(id)) }, texts)
    if (message !== null) announce(message)
  }, [list, isMine, announce, texts])
}
