import type { SessionListView } from '@latchkey/schema'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { sessionAnnouncement } from './session-announcement.ts'
import { listChanges } from '../../session/list-changes.ts'

/** Returns a text of the latest change of the list that this page did not make, for assistive technology. */
export function useSessionAnnouncement(
  list: SessionListView | undefined,
  isMine: (id: string) => boolean,
): string | null {
  const texts = useTranslations('access')
  const before = useRef<SessionListView>(undefined)
  const [announcement, setAnnouncement] = useState<string | null>(null)

  useEffect(() => {
    const previous = before.current
    before.current = list
    if (previous === undefined || list === undefined || previous === list) return
    const { began, ended } = listChanges(previous, list)
    const message = sessionAnnouncement({ began, ended: ended.filter(({ id }) => !isMine(id)) }, texts)
    if (message !== null) setAnnouncement(message)
  }, [list, isMine, texts])

  return announcement
}
