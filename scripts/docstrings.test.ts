import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The declarations that other packages and engines read: functions and classes of the domain, and its constants. */
const declaration = /^export (?:async )?(?:function|class|const) (\w+)/

it('gives every exported function, class and constant of packages/auth a docstring', () => {
  const sources = globSync('packages/auth/src/**/*.ts', { cwd: root }).filter(
    (file) => !/\.test\.ts$|\/testing\/|\/index\.ts$/.test(file),
  )
  expect(sources.length).toBeGreaterThan(50)
  const missing = sources.flatMap((file) => {
    const lines = readFileSync(`${root}/${file}`, 'utf8').split('\n')
    return lines.flatMap((line, index) => {
      const [, name] = declaration.exec(line) ?? []
      return name === undefined || lines[index - 1]?.trim().endsWith('*/') === true ? [] : [`${file}: ${name}`]
    })
  })
  expect(missing).toEqual([])
})
