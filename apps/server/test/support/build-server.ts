import { execFileSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const server = here('../../')
const built = here('../../dist/main.js')

/** What the build is made from: the sources of the server and of the packages that it bundles. */
const sources = [
  'apps/server/{package.json,vite.config.ts}',
  'apps/server/src/**/*.ts',
  'packages/{schema,auth,db,api}/src/**/*.ts',
]

/** Builds the server before the tests that run it, when the build is missing or older than its sources. */
export function setup(): void {
  if (existsSync(built) && newestSource() <= statSync(built).mtimeMs) return
  // An empty environment: the test runner's NODE_ENV would end up in the build.
  execFileSync(process.execPath, [here('../../node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'], {
    cwd: server,
    env: {},
    stdio: 'inherit',
  })
}

function newestSource(): number {
  const files = globSync(sources, { cwd: here('../../../../') }).filter((file) => !/\.test\.ts$|\/testing\//.test(file))
  return Math.max(...files.map((file) => statSync(here(`../../../../${file}`)).mtimeMs))
}
