const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
}

function unescaped(text: string): string {
  return text.replaceAll(/&(?:lt|gt|quot|amp|#39);/g, (entity) => entities[entity] ?? entity)
}

/** Returns what a reader sees of a page: its text without markup, with one space where there is any gap. */
export function readHtml(html: string): string {
  const body = html.slice(html.indexOf('<body')).replaceAll(/<\/?bdi>/g, '')
  return unescaped(body.replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ')
}

/** Returns the addresses that a page links to. */
export function linksOf(html: string): readonly string[] {
  return Array.from(html.matchAll(/\bhref="([^"]*)"/g), ([, address = '']) => unescaped(address))
}

/** Returns the tags of a page with the names of their attributes: what a browser makes of it, without the texts. */
export function tagsOf(html: string): readonly string[] {
  return (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/\bhref="[^"<>]*"/g, 'href'))
}
