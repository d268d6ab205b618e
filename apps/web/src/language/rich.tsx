import type { ReactNode } from 'react'
import { Moment } from '../time/moment.tsx'
import { TimeAgo } from '../time/time-ago.tsx'

/** The tag around a name that a user chose: its writing direction does not reach the text around it. */
export const names = { bdi: (chunks: ReactNode): ReactNode => <bdi>{chunks}</bdi> }

interface WhenTag {
  readonly when: () => ReactNode
}

/** The tag for a moment: “yesterday at 21:04”. */
export function moment(at: string): WhenTag {
  return { when: () => <Moment at={at} /> }
}

/** The tag for how long ago something was: “4 min ago”. */
export function ago(at: string): WhenTag {
  return { when: () => <TimeAgo at={at} /> }
}

/** The tag for what is put into a text as it is. */
export function element(node: ReactNode): () => ReactNode {
  return () => node
}

/** The tag for a link to another address. */
export function anchor(href: string): { readonly link: (chunks: ReactNode) => ReactNode } {
  return { link: (chunks) => <a href={href}>{chunks}</a> }
}
