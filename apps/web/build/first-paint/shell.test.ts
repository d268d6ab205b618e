import { readFileSync } from 'node:fs'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { Mark } from '../../src/components/mark.tsx'

it('the shell has the mark of the app in both of its frames', () => {
  const shell = readFileSync(new URL('shell.html', import.meta.url), 'utf8')
  const plain = (html: string): string =>
    html
      .replaceAll(/\s*(\/?>)\s*/g, '$1')
      .replaceAll(/\s+/g, ' ')
      .replaceAll('/>', '>')
  const mark = plain(renderToStaticMarkup(createElement(Mark))).replaceAll(/<\/(?:circle|path)>/g, '')
  expect(plain(shell).split(mark)).toHaveLength(3)
})
