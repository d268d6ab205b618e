interface Identified {
  readonly id: string
}

/**
 * The order of a list that someone is looking at. What was shown keeps its place whatever the server's order has become
 * meanwhile; what is new comes before it, in the server's order, or after it while someone is about to click.
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
