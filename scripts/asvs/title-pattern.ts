/** What a test runner or a template fills in: `%s` of a table, `$name` of a table of objects, `${name}` of a template. */
const placeholder = /%[sdifjoO]|\$\{[^}]*\}|\$\w[\w.]*/

/** Joins the names of the groups around a test and its title. */
export const separator = ' > '

/** Returns a pattern that matches the full name of a test that ran, or of any test of the group, by its title in the source. */
export function titlePattern(title: string): RegExp {
  const fixed = title.split(placeholder).map(escape)
  return new RegExp(`^${fixed.join('[^]*')}(?:${separator}[^]*)?$`)
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
