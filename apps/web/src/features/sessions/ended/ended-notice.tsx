import { VisuallyHidden } from '@mantine/core'
import { type JSX, type ReactNode, useEffect } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../../api/trpc.ts'
import { useLocalNames } from '../../../language/local-names.ts'
import { PageHeading } from '../../../components/page-heading.tsx'
import classes from './ended-notice.module.css'
import { everywhereText, endingText } from './ending-texts.tsx'

export interface EndedNoticeProps {
  /** How many sessions the user has just ended from here, this one included; `null` for another ending. */
  readonly endedAll: number | null
  /** The button that leads on. */
  readonly children: ReactNode
  /** A link to where a new password is set by mail; `null` where that can't be. */
  readonly resetLink: ReactNode
}

/** Says why this browser's session ended, once the server has answered. */
export function EndedNotice({ endedAll, children, resetLink }: EndedNoticeProps): JSX.Element {
  const texts = useTranslations('ended')
  const app = useTranslations('app')
  const ending = trpc.sessions.ending.useQuery(undefined, {
    // Fetched once, and only by a tab that was not told: the answer depends on the old cookie, which may be gone by now.
    enabled: ({ state }) => endedAll === null && state.data === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    select: useLocalNames(),
    retry: 1,
  })
  const isKnown = !ending.isLoading
  useEffect(() => {
    // While the reason was being fetched, there was no heading that could take the focus.
    if (isKnown && document.activeElement === document.body) document.querySelector<HTMLElement>('h1')?.focus()
  }, [isKnown])

  if (!isKnown) return <VisuallyHidden component="output">{app('loading')}</VisuallyHidden>
  const { title, text, advice, isResetAdvised } =
    endedAll === null ? endingText(ending.data ?? null, texts, resetLink !== null) : everywhereText(endedAll, texts)
  return (
    <>
      <PageHeading title={title} lead={text} />
      {children}
      {advice !== null && (
        <p className={classes.advice}>
          {advice} {isResetAdvised && resetLink}
        </p>
      )}
    </>
  )
}
