import { Button } from '@mantine/core'
import { getRouteApi, Link, useLocation, useRouter } from '@tanstack/react-router'
import { type JSX, useEffect } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { forgotPasswordPath } from '../challenges/challenge-paths.ts'
import { useMailOptions } from '../challenges/use-mail-options.ts'
import { CardPage } from '../components/card-page.tsx'
import { EndedNotice } from '../features/sessions/ended/ended-notice.tsx'
import { UnansweredSignOut } from '../features/sessions/ended/unanswered-sign-out.tsx'
import { goToPath } from '../navigation/go-to-path.ts'
import { returnPath } from '../navigation/return-path.ts'
import classes from './ended.module.css'

const route = getRouteApi('/ended')

export function EndedPage(): JSX.Element {
  const app = useTranslations('app')
  const texts = useTranslations('ended')
  const mail = useMailOptions()
  const search = route.useSearch()
  const endedAll = useLocation({ select: ({ state }) => state.endedAll ?? null })
  const isUnanswered = useLocation({ select: ({ state }) => state.signOutUnanswered === true })
  const router = useRouter()
  // Another tab may have signed in since; a session that was replaced has a successor in this very browser.
  const me = trpc.auth.me.useQuery(undefined, {
    // A browser that could not sign out is signed in, and stays on this page until it is not.
    enabled: !isUnanswered,
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
  })
  const isSignedIn = me.data !== null && me.data !== undefined
  const returnTo = returnPath(search.returnTo)

  useEffect(() => {
    if (isSignedIn) void goToPath(router, returnTo)
  }, [isSignedIn, router, returnTo])

  return (
    <CardPage>
      <div className={classes.root} role="alert">
        {isUnanswered ? (
          <UnansweredSignOut returnTo={search} />
        ) : (
          <EndedNotice
            endedAll={endedAll}
            resetLink={
              mail?.configured === true ? (
                <Link to={forgotPasswordPath} search={search}>
                  {texts('resetPassword')}
                </Link>
              ) : null
            }
          >
            <Button size="md" fullWidth renderRoot={(props) => <Link {...props} to="/sign-in" search={search} />}>
              {app('signIn')}
            </Button>
          </EndedNotice>
        )}
      </div>
    </CardPage>
  )
}
