import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { locales, schemes, shotPath, shotsFolder, widths } from './folder.ts'

/** Writes the page that shows all screenshots, by state. Playwright calls the default export at the end. */
// oxlint-disable-next-line import/no-default-export -- Playwright wants it
export default function writeIndex(): void {
  const states = readdirSync(shotsFolder).filter((name) => statSync(join(shotsFolder, name)).isDirectory())
  const file = join(shotsFolder, 'index.html')
  writeFileSync(file, indexPage(states.toSorted()))
  console.log(`${states.length} pages and states: ${file}`)
}

function indexPage(states: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Screenshots of Latchkey</title>
<style>
  body { margin: 1rem; font: 1rem/1.5 system-ui; background: Canvas; color: CanvasText; color-scheme: light dark; }
  .shots { display: flex; gap: 1rem; align-items: start; overflow-x: auto; }
  img { height: 30rem; border: 1px solid GrayText; }
</style>
<h1>Screenshots of Latchkey</h1>
${states.map(section).join('\n')}
</html>
`
}

function section(state: string): string {
  const shots = locales.flatMap((locale) =>
    schemes.flatMap((scheme) => widths.map((width) => shotPath(state, { locale, scheme, width }))),
  )
  return `<h2>${state}</h2>
<div class="shots">${shots.map(picture).join('')}</div>`
}

function picture(path: string): string {
  return `<a href="${path}"><img src="${path}" alt="${path}" title="${path}" loading="lazy"></a>`
}
