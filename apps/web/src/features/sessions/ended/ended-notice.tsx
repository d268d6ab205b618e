import { VisuallyHidden } from '@mantine/core'
import { type JSX, type ReactNode, useEffect } from 'react'
import { trpc } from '../../../api/trpc.ts'
import { PageHeading } from '../../../components/page-heading.tsx'
import { PhraseText } from '../../../components/phrase.tsx'
import classes from './ended-notice.module.css'
import { endedAllMessage, endingMessage } from './ending-messages.ts'

export interface EndedNoticeProps {
  /** How many sessions the person has just ended from here, this one included. */
  readonly endedAll: number | null
  /** The way on. */
  readonly children: ReactNode
}

/** Says why this browser's session is over, once that is known, or that nobody knows. */
export function EndedNotice({ endedAll, children }: EndedNoticeProps): JSX.Element {
  const ending = trpc.sessions.ending.useQuery(undefined, {
    // Asked once, and only by a tab that was not told: by now the dead cookie may be gone, and the answer with it.
    enabled: ({ state }) => endedAll === null && state.data === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  })
  const isKnown = !ending.isLoading
  useEffect(() => {
    // Where it had to be asked for, there was nothing yet that could take the focus.
    if (isKnown && document.activeElement === document.body) document.querySelector<HTMLElement>('h1')?.focus()
  }, [isKnown])

  if (!isKnown) return <VisuallyHidden component="output">Loading</VisuallyHidden>
  const { title, text, advice } = endedAll === null ? endingMessage(ending.data ?? null) : endedAllMessage(endedAll)
  return (
    <>
      <PageHeading title={title} lead={<PhraseText phrase={text} />} />
      {children}
      {advice !== null && <p className={classes.advice}>{advice}</p>}
    </>
  )
}
