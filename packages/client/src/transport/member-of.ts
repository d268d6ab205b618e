/**
 * Reads a member of a value whose shape is not known, such as parsed JSON.
 *
 * @param value - anything
 * @param name - the name of the member
 * @returns the member, or `undefined` if the value is no object or has no such member
 */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
