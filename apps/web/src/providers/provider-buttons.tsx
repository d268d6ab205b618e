import type { ProviderView } from '@latchkey/schema'
import { type JSX, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../components/busy-button.tsx'
import { names } from '../language/rich.tsx'
import { LastUsed } from './last-used.tsx'
import classes from './provider-buttons.module.css'
import { ProviderMark } from './provider-mark.tsx'
import { shownProviders } from './shown-providers.ts'

export interface ProviderButtonsProps {
  readonly providers: readonly ProviderView[]
  /** The id of the provider whose button is busy, or `null`. */
  readonly busy: string | null
  /** The id of the provider that was used last in this browser, or `null`. */
  readonly lastUsed: string | null
  readonly onContinue: (provider: string) => void
}

/** “Continue with …”, one button for each provider; of many, the rest when the user asks for them. */
export function ProviderButtons({ providers, busy, lastUsed, onContinue }: ProviderButtonsProps): JSX.Element {
  const texts = useTranslations('signIn')
  const [showsAll, setShowsAll] = useState(false)
  const revealed = useRef<HTMLButtonElement>(null)
  const shown = shownProviders(providers, lastUsed)
  const others = providers.filter((provider) => !shown.includes(provider))

  function showAll(): void {
    flushSync(() => setShowsAll(true))
    // The button that was pressed is gone.
    revealed.current?.focus()
  }

  return (
    <>
      {(showsAll ? [...shown, ...others] : shown).map(({ id, name }) => (
        <LastUsed
          key={id}
          shown={lastUsed === id}
          renderButton={(describedBy) => (
            <BusyButton
              variant="default"
              size="md"
              fullWidth
              icon={<ProviderMark provider={id} />}
              busy={busy === id}
              aria-describedby={describedBy}
              onClick={() => onContinue(id)}
              {...(id === others[0]?.id && { ref: revealed })}
            >
              <span className={classes.text}>{texts.rich('continueWith', { ...names, provider: name })}</span>
            </BusyButton>
          )}
        />
      ))}
      {others.length > 0 && !showsAll && (
        <BusyButton variant="subtle" size="md" fullWidth busy={false} onClick={showAll}>
          {texts('moreProviders', { count: others.length })}
        </BusyButton>
      )}
    </>
  )
}
