import type { JSX } from 'react'
import { encode } from 'uqr'
import classes from './qr-code.module.css'

export interface QrCodeProps {
  readonly text: string
  readonly label: string
}

/** A QR code, dark on light in every colour scheme: not all cameras read the other way round. */
export function QrCode({ text, label }: QrCodeProps): JSX.Element {
  const { data, size } = encode(text, { ecc: 'M', border: 3 })
  const dots = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
  return (
    <svg className={classes.root} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={dots.join('')} shapeRendering="crispEdges" />
    </svg>
  )
}
