import type { ProviderView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../components/busy-button.tsx'
import { names } from '../language/rich.tsx'
import classes from './provider-buttons.module.css'
import { ProviderMark } from './provider-mark.tsx'

export interface ProviderButtonsProps {
  readonly providers: readonly ProviderView[]
  /** The id of the provider whose button is busy, or `null`. */
  readonly busy: string | null
  readonly onContinue: (provider: string) => void
}

/** “Continue with …”, one button for each provider. */
export function ProviderButtons({ providers, busy, onContinue }: ProviderButtonsProps): JSX.Element {
  const texts = useTranslations('signIn')
  return (
    <>
      {providers.map(({ id, name }) => (
        <BusyButton
          key={id}
          variant="default"
          size="md"
          fullWidth
          icon={<ProviderMark provider={id} />}
          busy={busy === id}
          onClick={() => onContinue(id)}
        >
          <span className={classes.text}>{texts.rich('continueWith', { ...names, provider: name })}</span>
        </BusyButton>
      ))}
    </>
  )
}
