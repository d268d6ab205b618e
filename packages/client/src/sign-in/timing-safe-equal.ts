/**
 * Compares two strings in a time that does not depend on where strings of the same length differ.
 *
 * @param left - one string
 * @param right - the other string
 * @returns whether they are the same
 */
export function timingSafeEqual(left: string, right: string): boolean {
  if (left.length !== right.length) return false
  let difference = 0
  for (let index = 0; index < left.length; index += 1) {
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index)
  }
  return difference === 0
}
