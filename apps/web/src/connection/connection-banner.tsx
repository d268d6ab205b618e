import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconPlugConnected, IconWifiOff, type TablerIcon } from '@tabler/icons-react'
import { type JSX, useEffect, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import classes from './connection-banner.module.css'
import type { ConnectionState } from './connection.ts'
import { pageConnection } from './page-connection.ts'
import { useConnection } from './use-connection.ts'

const second = 1_000

const icons: Partial<Readonly<Record<ConnectionState['kind'], TablerIcon>>> = {
  offline: IconWifiOff,
  unreachable: IconPlugConnected,
  back: IconCheck,
}

/** One line over every page while the server can't be reached, and for a moment once it can. */
export function ConnectionBanner(): JSX.Element {
  const texts = useTranslations('connection')
  const state = useConnection()
  const Icon = icons[state.kind]
  return (
    <div className={classes.place}>
      {/* Announced once for each state: the seconds are not read aloud. */}
      <VisuallyHidden component="output">{announced()}</VisuallyHidden>
      {Icon !== undefined && (
        <div className={classes.banner} data-kind={state.kind}>
          <Icon className={classes.icon} size={18} stroke={1.75} aria-hidden />
          <span aria-hidden className="tabular">
            {state.kind === 'unreachable' && state.retryAt !== null ? (
              <RetryingIn key={state.retryAt} retryAt={state.retryAt} />
            ) : (
              announced()
            )}
          </span>
          {state.kind === 'unreachable' && (
            <UnstyledButton
              className={classes.retry}
              disabled={state.retryAt === null}
              onClick={() => void pageConnection.check()}
            >
              {texts('retryNow')}
            </UnstyledButton>
          )}
        </div>
      )}
    </div>
  )

  function announced(): string {
    switch (state.kind) {
      case 'offline':
        return texts('offline')
      case 'unreachable':
        return texts('unreachable')
      case 'back':
        return texts('back')
      case 'connected':
      case 'checking':
        return ''
    }
  }
}

/** “Retrying in 4 seconds.” */
function RetryingIn({ retryAt }: { readonly retryAt: number }): JSX.Element {
  const texts = useTranslations('connection')
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), second)
    return () => clearInterval(timer)
  }, [])
  return <>{texts('unreachableUntil', { seconds: Math.max(1, Math.ceil((retryAt - now) / second)) })}</>
}
