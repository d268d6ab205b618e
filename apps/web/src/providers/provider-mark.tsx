import { IconWorld } from '@tabler/icons-react'
import type { JSX } from 'react'
import { GithubMark } from './github-mark.tsx'
import { GoogleMark } from './google-mark.tsx'

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
  return <IconWorld size={size} stroke={1.6} aria-hidden />
}
