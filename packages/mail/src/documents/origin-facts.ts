import type { MailOrigin } from '@latchkey/schema'
import { en } from '../messages/en.ts'
import type { Line } from '../messages/fill-text.ts'
import { type PlainText, plainText, unlinkedText } from '../values/plain-text.ts'
import { timeText } from '../values/time-text.ts'
import type { Block, Fact } from './mail-document.ts'

/** Returns what is known of a request, one row each: when, with what, from which address, and about where that is. */
export function originFacts({ at, device, ip, place }: MailOrigin): readonly Fact[] {
  const { when, device: deviceLabel, address, place: placeLabel } = en.origin
  return [
    { label: when, line: [timeText(at)] },
    ...fact(deviceLabel, unlinkedText(device)),
    ...fact(address, plainText(ip)),
    ...fact(placeLabel, unlinkedText(place)),
  ]
}

/** Returns the same in few lines, for one of several events. */
export function originLines({ at, device, ip, place }: MailOrigin): readonly Line[] {
  const known = [unlinkedText(device), plainText(ip), unlinkedText(place)].filter((value) => value !== null)
  const line = known.flatMap((value, index): Line => (index === 0 ? [{ value }] : [' · ', { value }]))
  return line.length === 0 ? [[timeText(at)]] : [[timeText(at)], line]
}

/** Returns the blocks that say from where a message was asked for. */
export function originBlocks(heading: string, origin: MailOrigin): readonly Block[] {
  return [
    { type: 'heading', text: heading },
    { type: 'facts', facts: originFacts(origin) },
  ]
}

function fact(label: string, value: PlainText | null): readonly Fact[] {
  return value === null ? [] : [{ label, line: [{ value }] }]
}
