import { Button, type ButtonProps, Loader } from '@mantine/core'
import type { JSX, MouseEvent, ReactNode, Ref } from 'react'
import classes from './busy-button.module.css'

export interface BusyButtonProps extends Pick<ButtonProps, 'fullWidth' | 'size' | 'variant'> {
  readonly busy: boolean
  /** Nothing to wait for that shows as a loader; the button keeps the focus as a busy one does. */
  readonly disabled?: boolean
  /** Before the text; replaced by the loader while the button is busy. */
  readonly icon?: ReactNode
  readonly children: ReactNode
  readonly type?: 'submit' | 'button'
  /** Marks an irreversible action. */
  readonly danger?: boolean
  readonly onClick?: () => void
  readonly ref?: Ref<HTMLButtonElement>
  readonly 'aria-label'?: string
  readonly 'aria-describedby'?: string | undefined
}

/** A button that keeps the focus while it works: a disabled one would drop it, and a keyboard user with it. */
export function BusyButton(props: BusyButtonProps): JSX.Element {
  const { busy, disabled = false, icon, children, type = 'button', danger = false, onClick, ...others } = props
  function press(event: MouseEvent): void {
    if (busy || disabled) event.preventDefault()
    else onClick?.()
  }
  return (
    <Button
      {...others}
      type={type}
      className={classes.root}
      data-danger={danger}
      data-waiting={disabled}
      aria-disabled={busy || disabled}
      onClick={press}
      leftSection={busy ? <Loader size="1em" color="currentColor" aria-hidden /> : icon}
    >
      {children}
    </Button>
  )
}
