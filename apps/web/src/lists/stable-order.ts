interface Identified {
  readonly id: string
}

/**
 * Returns the order of a list that is on screen. Shown items keep their position whatever the server's order is now; new
 * items come before them, in the server's order, or after them while the user is about to click.
 */
export function stableOrder<Item extends Identified>(
  items: readonly Item[],
  shown: readonly string[],
  newItems: 'first' | 'last',
): readonly Item[] {
  const positions = new Map(shown.map((id, position) => [id, position]))
  const added = items.filter((item) => !positions.has(item.id))
  const stayed = items.filter((item) => positions.has(item.id))
  stayed.sort((a, b) => (positions.get(a.id) ?? 0) - (positions.get(b.id) ?? 0))
  return newItems === 'first' ? [...added, ...stayed] : [...stayed, ...added]
}
