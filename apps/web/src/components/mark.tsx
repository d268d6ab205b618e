import type { JSX } from 'react'

/** A key turned into an L: the bow above, the shaft down, the bit as its foot. */
export function Mark({ size = 28 }: { readonly size?: number }): JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <g fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round">
        <circle cx="11" cy="8" r="5" />
        <path d="M11 13v15h13v-6M17.5 28v-4" />
      </g>
    </svg>
  )
}
