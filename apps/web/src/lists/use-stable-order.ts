import { type DOMAttributes, useMemo, useState } from 'react'
import { stableOrder } from './stable-order.ts'

export interface StableOrder<Item> {
  readonly ordered: readonly Item[]
  /** For the element around the list: how it knows that someone is about to click. */
  readonly attention: Pick<DOMAttributes<HTMLElement>, 'onPointerEnter' | 'onPointerLeave' | 'onFocus' | 'onBlur'>
}

/** Keeps rows where they are for as long as the page is open. */
export function useStableOrder<Item extends { readonly id: string }>(items: readonly Item[]): StableOrder<Item> {
  const [shown, setShown] = useState<readonly string[]>([])
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)
  const held = pointed || focused
  const ordered = useMemo(() => stableOrder(items, shown, held ? 'last' : 'first'), [items, shown, held])

  // What arrives while the list is held has no place of its own yet: it moves up once nobody is pointing.
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
  return ids.length === items.length && items.every((item, place) => item.id === ids[place])
}
