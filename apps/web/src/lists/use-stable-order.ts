import { type DOMAttributes, useMemo, useState } from 'react'
import { stableOrder } from './stable-order.ts'

export interface StableOrder<Item> {
  readonly ordered: readonly Item[]
  /** Handlers for the element around the list, which notice that the user is about to click. */
  readonly attention: Pick<DOMAttributes<HTMLElement>, 'onPointerEnter' | 'onPointerLeave' | 'onFocus' | 'onBlur'>
}

/** Keeps rows where they are for as long as the page is open. */
export function useStableOrder<Item extends { readonly id: string }>(items: readonly Item[]): StableOrder<Item> {
  const [shown, setShown] = useState<readonly string[]>([])
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)
  const held = pointed || focused
  const ordered = useMemo(() => stableOrder(items, shown, held ? 'last' : 'first'), [items, shown, held])

  // New items get no position while the list is held: they move up once the pointer and the focus have left.
  if (!held && !isOrder(shown, ordered)) setShown(ordered.map((item) => item.id))

  return {
    ordered,
    attention: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: (event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
          setFocused(false)
      },
    },
  }
}

function isOrder(ids: readonly string[], items: readonly { readonly id: string }[]): boolean {
  return ids.length === items.length && items.every((item, index) => item.id === ids[index])
}
