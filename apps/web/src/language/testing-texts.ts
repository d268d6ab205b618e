import { isValidElement, type ReactElement, type ReactNode } from 'react'
import { createTranslator, type Messages } from 'use-intl/core'
import { de } from '../messages/de.ts'
import { en } from '../messages/en.ts'
import { Moment } from '../time/moment.tsx'
import { TimeFormats } from '../time/time-formats.ts'
import type { Texts } from './texts.ts'

const british = new TimeFormats({ locale: 'en-GB', hourCycle: 'auto', texts: en })

/** Returns the English texts of a part of the app. */
export function english<Part extends keyof Messages>(part: Part): Texts<Part> {
  return createTranslator({ locale: 'en-GB', messages: en, namespace: part }) as Texts<Part>
}

/** Returns the German texts of a part of the app. */
export function german<Part extends keyof Messages>(part: Part): Texts<Part> {
  return createTranslator({ locale: 'de', messages: de as unknown as Messages, namespace: part }) as Texts<Part>
}

/** Returns what a rich text says, with its moments as a British reader sees them at `now`. */
export function plainText(node: ReactNode, now: Date): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node)
  if (Array.isArray(node)) return node.map((part: ReactNode) => plainText(part, now)).join('')
  if (!isValidElement(node)) return ''
  const { type, props } = node as ReactElement<{ readonly at?: string; readonly children?: ReactNode }>
  return type === Moment ? british.moment(new Date(props.at ?? ''), now) : plainText(props.children, now)
}
