import { UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import classes from './details-toggle.module.css'

export interface DetailsToggleProps {
  readonly open: boolean
  /** The id of what it opens. */
  readonly controls: string
  /** What the details belong to, for screen readers. */
  readonly of: string
  /** `icon` in long lists, where the word would repeat in every row. */
  readonly look: 'word' | 'icon'
  readonly onToggle: () => void
}

export function DetailsToggle({ open, controls, of, look, onToggle }: DetailsToggleProps): JSX.Element {
  const texts = useTranslations('app')
  return (
    <UnstyledButton
      className={classes.root}
      data-look={look}
      aria-label={texts('detailsOf', { of })}
      aria-expanded={open}
      aria-controls={open ? controls : undefined}
      onClick={onToggle}
    >
      {look === 'word' && texts('details')}
      <IconChevronDown size={16} stroke={1.75} aria-hidden data-open={open} />
    </UnstyledButton>
  )
}
