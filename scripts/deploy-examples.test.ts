import { expect, it } from 'vitest'
import { readRepositoryFile } from './docs/repository-files.ts'

/** What concerns the servers behind nginx, which the examples for one server and for two have each their own of. */
const ofServers = /^(server 127\.0\.0\.1:\d+.*|proxy_(next_upstream|next_upstream_timeout|connect_timeout) .*);$/

/** The directives of an example, but for those. */
function directivesOf(example: string): readonly string[] {
  const lines = readRepositoryFile(`examples/deploy/${example}`).split('\n')
  return lines.map((line) => line.trim()).filter((line) => !line.startsWith('#') && !ofServers.test(line))
}

it('the examples of nginx for one server and for two differ in what concerns the servers behind it alone', () => {
  const one = directivesOf('nginx.conf')
  expect(one.length).toBeGreaterThan(50)
  expect(directivesOf('nginx-two-servers.conf')).toEqual(one)
})

/** The settings of a unit, but for those that the units for one server and for several have each their own of. */
function settingsOf(unit: string): readonly string[] {
  const lines = readRepositoryFile(`examples/deploy/${unit}`).split('\n')
  return lines.filter((line) => !/^(#|Description=|After=|StateDirectory|Environment=)/.test(line))
}

it('the units of systemd for one server and for several differ in their databases and ports alone', () => {
  const one = settingsOf('latchkey.service')
  expect(one.length).toBeGreaterThan(25)
  expect(settingsOf('latchkey@.service')).toEqual(one)
})
