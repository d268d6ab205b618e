/** Returns the names of the middleware of `app.ts`, in the order in which a request passes them. */
export function middlewareOfApp(source: string): readonly string[] {
  const calls = Array.from(source.matchAll(/^\s*app\.use\((.*)\)$/gm), ([, args = '']) => args)
  return calls.flatMap((args) =>
    withoutParentheses(args)
      .split(',')
      .map((argument) => argument.trim().replace(/^\.\.\./, ''))
      .filter((argument) => !argument.startsWith("'")),
  )
}

/** Returns the names that start the items of the first numbered list below a heading. */
export function middlewareOfDocument(markdown: string, heading: string): readonly string[] {
  const [, section = ''] = markdown.split(`\n## ${heading}\n`, 2)
  const [own = ''] = section.split('\n## ', 1)
  return Array.from(own.matchAll(/^\d+\. (.*)$/gm), ([, item = '']) => item).flatMap((item) =>
    Array.from((item.split(':', 1)[0] ?? '').matchAll(/`([^`]+)`/g), ([, name = '']) => name),
  )
}

/** Removes what stands in parentheses, from the innermost outwards. */
function withoutParentheses(text: string): string {
  const shorter = text.replaceAll(/\([^()]*\)/g, '')
  return shorter === text ? text : withoutParentheses(shorter)
}
