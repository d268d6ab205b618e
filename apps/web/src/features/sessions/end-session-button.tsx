import type { SessionView } from '@latchkey/schema'
import { type JSX, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../components/busy-button.tsx'
import { names } from '../../language/rich.tsx'

export interface EndSessionButtonProps {
  readonly session: SessionView
  readonly busy: boolean
  /** Called with the row in which the button stands. */
  readonly onPress: (session: SessionView, row: Element | null) => void
}

/** A quiet button, as it may stand in many entries. */
export function EndSessionButton({ session, busy, onPress }: EndSessionButtonProps): JSX.Element {
  const texts = useTranslations('ending')
  const button = useRef<HTMLButtonElement>(null)
  return (
    <BusyButton
      ref={button}
      variant="subtle"
      size="sm"
      busy={busy}
      onClick={() => onPress(session, button.current?.closest('[data-row]') ?? null)}
    >
      <span>{texts.rich('endSession', { ...names, name: session.name })}</span>
    </BusyButton>
  )
}
