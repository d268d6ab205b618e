/**
 * Copies a text to the clipboard. Resolves to `false` where the browser does not allow it: over plain HTTP from another
 * machine, or by the user's settings.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
