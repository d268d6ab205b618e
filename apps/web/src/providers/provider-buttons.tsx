import type { ProviderView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../components/busy-button.tsx'
import { names } from '../language/rich.tsx'
import { LastUsed } from './last-used.tsx'
import classes from './provider-buttons.module.css'
import { ProviderMark } from './provider-mark.tsx'

export interface ProviderButtonsProps {
  readonly providers: readonly ProviderView[]
  /** The id of the provider whose button is busy, or `null`. */
  readonly busy: string | null
  /** The id of the provider that was used last in this browser, or `null`. */
  readonly lastUsed: string | null
  readonly onContinue: (provider: string) => void
}

/** “Continue with …”, one button for each provider. */
export function ProviderButtons({ providers, busy, lastUsed, onContinue }: ProviderButtonsProps): JSX.Element {
  const texts = useTranslations('signIn')
  return (
    <>
      {providers.map(({ id, name }) => (
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
            >
              <span className={classes.text}>{texts.rich('continueWith', { ...names, provider: name })}</span>
            </BusyButton>
          )}
        />
      ))}
    </>
  )
}
