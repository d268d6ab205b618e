import { UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { JSX, ReactNode } from 'react'
import classes from './fold-button.module.css'

export interface FoldButtonProps {
  readonly open: boolean
  /** The id of what it opens. */
  readonly controls: string
  /** For screen readers; has to contain the visible text. */
  readonly label?: string
  /** `icon` has no visible text; `heading` looks like the heading around it. */
  readonly look: 'word' | 'icon' | 'heading'
  readonly onToggle: () => void
  readonly children?: ReactNode
}

/** A button that opens and closes what is below it. */
export function FoldButton({ open, controls, label, look, onToggle, children }: FoldButtonProps): JSX.Element {
  return (
    <UnstyledButton
      className={classes.root}
      data-look={look}
      aria-label={label}
      aria-expanded={open}
      aria-controls={open ? controls : undefined}
      onClick={onToggle}
    >
      {children}
      <IconChevronDown size={16} stroke={1.75} aria-hidden data-open={open} />
    </UnstyledButton>
  )
}
