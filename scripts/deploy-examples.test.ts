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
