import { IconWorld } from '@tabler/icons-react'
import type { JSX } from 'react'
import { GithubMark } from './github-mark.tsx'
import { GoogleMark } from './google-mark.tsx'
import { wellKnownName } from './provider-name.ts'

export interface MarkProps {
  readonly size: number
}

export interface ProviderMarkProps extends Partial<MarkProps> {
  readonly provider: string
}

/** Decorative: the name stands beside it. */
export function ProviderMark({ provider, size = 20 }: ProviderMarkProps): JSX.Element {
  if (provider === 'google') return <GoogleMark size={size} />
  if (provider === 'github') return <GithubMark size={size} />
  const name = wellKnownName(provider)
  return name === null ? <IconWorld size={size} stroke={1.6} aria-hidden /> : <LetterMark name={name} size={size} />
}

/** Most brands let their mark be shown as they drew it and not otherwise: their initial stands for it. */
function LetterMark({ name, size }: MarkProps & { readonly name: string }): JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="currentColor" aria-hidden focusable="false">
      <rect x="0.75" y="0.75" width="18.5" height="18.5" rx="5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <text x="10" y="14.25" textAnchor="middle" fontSize="12" fontWeight="600">
        {name.charAt(0)}
      </text>
    </svg>
  )
}
