import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { JSX } from 'react'
import classes from './details-toggle.module.css'

export interface DetailsToggleProps {
  readonly open: boolean
  /** The id of what it opens. */
  readonly controls: string
  /** Of what, for whoever can't see where it stands. */
  readonly of: string
  /** `icon` where there are many and the word would only repeat. */
  readonly look: 'word' | 'icon'
  readonly onToggle: () => void
}

export function DetailsToggle({ open, controls, of, look, onToggle }: DetailsToggleProps): JSX.Element {
  return (
    <UnstyledButton
      className={classes.root}
      data-look={look}
      aria-expanded={open}
      aria-controls={open ? controls : undefined}
      onClick={onToggle}
    >
      {look === 'word' ? 'Details' : <VisuallyHidden>Details</VisuallyHidden>}
      <VisuallyHidden> of {of}</VisuallyHidden>
      <IconChevronDown size={16} stroke={1.75} aria-hidden data-open={open} />
    </UnstyledButton>
  )
}
