import type { SessionView } from '@latchkey/schema'
import { type JSX, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../components/busy-button.tsx'
import { names } from '../../language/rich.tsx'

export interface EndSessionButtonProps {
  readonly session: SessionView
  readonly busy: boolean
  /** `quiet` where it may stand in many entries. */
  readonly look: 'quiet' | 'plain'
  /** Called with the row in which the button stands. */
  readonly onPress: (session: SessionView, row: Element | null) => void
}

/** The button that asks whether to end a session. */
export function EndSessionButton({ session, busy, look, onPress }: EndSessionButtonProps): JSX.Element {
  const texts = useTranslations('ending')
  const button = useRef<HTMLButtonElement>(null)
  return (
    <BusyButton
      ref={button}
      variant={look === 'quiet' ? 'subtle' : 'default'}
      danger={look === 'plain'}
      size="sm"
      busy={busy}
      onClick={() => onPress(session, button.current?.closest('[data-row]') ?? null)}
    >
      <span>{texts.rich('endSession', { ...names, name: session.name })}</span>
    </BusyButton>
  )
}
