import { readFileSync } from 'node:fs'
import type { Express } from 'express'
import { expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { createLogger } from '../../src/log/logger.ts'
import { middlewareOrder, stackOrder } from '../support/middleware-order.ts'
import { startTestServer } from '../support/test-server.ts'

type Layer = Express['router']['stack'][number]

/** The first path of a router, or the name of a function; with `/trpc` where the layer handles only that path. */
function describeLayer(layer: Layer): string {
  const { stack = [] } = layer.handle as { readonly stack?: readonly Layer[] }
  const path = stack.flatMap(({ route }) => (route === undefined ? [] : [route.path].flat()))[0]
  const name = layer.name === '' || layer.name === '<anonymous>' ? 'anonymous' : layer.name
  const handlesAllPaths = (layer as unknown as { match(path: string): boolean }).match('/other')
  return handlesAllPaths ? (path ?? name) : `/trpc ${name}`
}

it('the app runs a request through its middleware in the stated order', async () => {
  const { container, webFolder } = await startTestServer()
  const { auth, ping } = container
  const app = createApp({ auth, config: readConfig({}, '/'), log: createLogger('silent'), ping, webFolder })
  expect(app.router.stack.map(describeLayer)).toEqual(stackOrder)
})

it('the source of the app names its middleware in the stated order', () => {
  const source = readFileSync(new URL('../../src/app.ts', import.meta.url), 'utf8')
  const uses = [...source.matchAll(/^ {2}app\.use\((.+)\)$/gm)].map(([, handlers = '']) => handlers)
  // Without the arguments of calls, so that the names of the middleware are left.
  const names = uses.flatMap((handlers) => handlers.replaceAll(/\([^()]*\)/g, '').match(/\b[a-z]\w+\b(?!')/gi) ?? [])
  expect(names).toEqual(middlewareOrder)
})
