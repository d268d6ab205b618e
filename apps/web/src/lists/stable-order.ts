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
  arrivals: 'first' | 'last',
): readonly Item[] {
  const places = new Map(shown.map((id, place) => [id, place]))
  const arrived = items.filter((item) => !places.has(item.id))
  const stayed = items.filter((item) => places.has(item.id))
  stayed.sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0))
  return arrivals === 'first' ? [...arrived, ...stayed] : [...stayed, ...arrived]
}
