const codeExtensions = 'ts|tsx|mjs|md|sql|db|json|png'

/** Returns the targets of the links of a document that lead to a file of the repository, or to a heading. */
export function relativeLinks(markdown: string): readonly string[] {
  const links = Array.from(withoutFences(markdown).matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target)
  const images = Array.from(markdown.matchAll(/\bsrc(?:set)?="([^"]+)"/g), ([, target = '']) => target)
  return [...links, ...images].filter((target) => !/^[a-z]+:/.test(target))
}

/** Returns the `…` of a document that name a file of the repository: from its root, or by the end of the path. */
export function namedFiles(markdown: string): readonly string[] {
  const code = Array.from(withoutFences(markdown).matchAll(/`([^`\n]+)`/g), ([, text = '']) => text)
  const path = new RegExp(String.raw`^[\w.*-]+(?:/[\w.*-]+)+\.(?:${codeExtensions})$`)
  const bareName = /^[a-z0-9][a-z0-9.-]+\.tsx?$/
  return code.filter((text) => (path.test(text) || bareName.test(text)) && !text.includes('dist/'))
}

/** Returns the fragments that the headings of a document can be linked by. */
export function fragmentsOf(markdown: string): ReadonlySet<string> {
  const headings = Array.from(withoutFences(markdown).matchAll(/^#+ (.*)$/gm), ([, text = '']) => text)
  return new Set(
    headings.map((text) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

function withoutFences(markdown: string): string {
  return markdown.replaceAll(/^```[\s\S]*?^```$/gm, '')
}
