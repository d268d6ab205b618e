import { createHash } from 'node:crypto'

const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs

/**
 * Returns a source for the content security policy for each script that stands in a page itself: the hash of its text.
 *
 * @see [CSP Level 3 §2.3.1](https://www.w3.org/TR/CSP3/#framework-directive-source-list)
 */
export function inlineScriptSources(page: string): readonly string[] {
  return [...page.matchAll(inlineScript)].map(([, text = '']) => {
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  })
}
