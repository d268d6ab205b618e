/**
 * Puts a text on the clipboard. `false` where the browser does not let a page do that: over plain HTTP from another
 * machine, or because somebody forbade it.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
