import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { FoldButton, type FoldButtonProps } from './fold-button.tsx'

export interface DetailsToggleProps extends Pick<FoldButtonProps, 'open' | 'controls' | 'onToggle'> {
  /** What the details belong to, for screen readers. */
  readonly of: string
  /** `icon` in long lists, where the word would repeat in every row. */
  readonly look: 'word' | 'icon'
}

export function DetailsToggle({ of, look, ...toggle }: DetailsToggleProps): JSX.Element {
  const texts = useTranslations('app')
  return (
    <FoldButton {...toggle} look={look} label={texts('detailsOf', { of })}>
      {look === 'word' && texts('details')}
    </FoldButton>
  )
}
