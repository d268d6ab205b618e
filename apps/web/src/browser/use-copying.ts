import { type RefObject, useEffect, useState } from 'react'
import { copyText } from './copy-text.ts'

/** Milliseconds for which a button says what came of it. */
const saidFor = 4_000

export interface Copying {
  /** What came of copying a moment ago; `null` for nothing. `blocked` where the browser does not let the page copy. */
  readonly state: 'copied' | 'blocked' | null
  readonly copy: () => Promise<void>
}

/** Returns what copies a text; where the browser does not allow it, the element that shows the text is selected. */
export function useCopying(text: string, element: RefObject<HTMLElement | null>): Copying {
  const [state, setState] = useState<Copying['state']>(null)

  useEffect(() => {
    if (state === null) return undefined
    const timer = setTimeout(() => setState(null), saidFor)
    return () => clearTimeout(timer)
  }, [state])

  async function copy(): Promise<void> {
    const copied = await copyText(text)
    // With the text selected, the user only has to press the copy keys.
    if (!copied && element.current !== null) window.getSelection()?.selectAllChildren(element.current)
    setState(copied ? 'copied' : 'blocked')
  }

  return { state, copy }
}
