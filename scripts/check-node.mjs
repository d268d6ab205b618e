// pnpm puts the pinned Node (the `node` devDependency) first on the PATH of every script. When that did not
// happen, the machine's own Node would run instead, and better-sqlite3 would crash on an old one: stop here.
import { readFileSync } from 'node:fs'

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const pinned = manifest.devDependencies.node

if (process.versions.node !== pinned) {
  console.error(
    `Latchkey runs on Node ${pinned}, but this script was started by Node ${process.versions.node}. ` +
      'Start it through pnpm (npx --yes pnpm@12 <script>), which brings the right one.',
  )
  process.exit(1)
}
