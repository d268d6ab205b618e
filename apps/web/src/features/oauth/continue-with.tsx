import type { ProviderView } from '@latchkey/schema'
import type { JSX } from 'react'
import { BusyButton } from '../../components/busy-button.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { ProviderMark } from '../../providers/provider-mark.tsx'
import { providerName } from '../../providers/provider-name.ts'
import classes from './continue-with.module.css'
import { useDeparture } from './use-departure.ts'

export interface ContinueWithProps {
  readonly providers: readonly ProviderView[]
  readonly returnTo: string
  readonly remember: boolean
}

/** A button for each provider: signing in there is signing in here. */
export function ContinueWith({ providers, returnTo, remember }: ContinueWithProps): JSX.Element {
  const { leaving, refused, depart } = useDeparture()
  return (
    <div className={classes.buttons}>
      {refused !== null && <ErrorNote error={refused.error} provider={providerName(refused.provider, providers)} />}
      {providers.map(({ id, name }) => (
        <BusyButton
          key={id}
          variant="default"
          size="md"
          fullWidth
          icon={<ProviderMark provider={id} />}
          busy={leaving === id}
          onClick={() => void depart({ kind: 'sign_in', provider: id, returnTo, remember })}
        >
          <span className={classes.text}>
            Continue with <bdi>{name}</bdi>
          </span>
        </BusyButton>
      ))}
    </div>
  )
}
