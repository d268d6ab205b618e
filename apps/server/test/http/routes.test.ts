import type { Express } from 'express'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { createLogger } from '../../src/log/logger.ts'
import { shareBuiltServer } from '../support/built-server.ts'
import { startTestServer } from '../support/test-server.ts'

type Layer = Express['router']['stack'][number]

/**
 * Every route of the app but the procedures below `/trpc`, which are listed in the test of the router. A new one is added
 * here: it answers to strangers.
 */
const routes = [
  'GET /healthz',
  'GET /readyz',
  'GET /.well-known/jwks.json',
  'GET /.well-known/oauth-authorization-server',
  'GET /.well-known/change-password',
  'POST /oauth/callback/:provider',
  'POST /oauth/token',
  'ALL /oauth/token',
  'POST /oauth/device_authorization',
  'ALL /oauth/device_authorization',
  'POST /oauth/revoke',
  'ALL /oauth/revoke',
  'GET /',
  'GET /index.html',
  'GET /*path',
]

function routesOf(stack: readonly Layer[]): readonly string[] {
  return stack.flatMap(({ route, handle }) => {
    const { stack: nested = [] } = handle as { readonly stack?: readonly Layer[] }
    if (route === undefined) return routesOf(nested)
    const [method] = Reflect.get(route, 'methods')._all === true ? ['all'] : route.stack.map((layer) => layer.method)
    return [route.path].flat().map((path) => `${method?.toUpperCase()} ${path}`)
  })
}

it('the app has these routes and no other', async () => {
  const { container, webFolder } = await startTestServer()
  const { auth, ping } = container
  const app = createApp({ auth, config: readConfig({}, '/'), log: createLogger('silent'), ping, webFolder })
  expect(routesOf(app.router.stack)).toEqual(routes)
})

describe('an answer to another site', () => {
  const server = shareBuiltServer()
  const paths = [
    ...new Set(routes.map((route) => route.split(' ')[1] ?? '')),
    '/trpc/auth.me',
    '/trpc/auth.signIn',
    '/trpc/nope',
    '/assets/app-1a2b3c.js',
    '/nowhere.js',
  ]
  const methods = ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']
  const headers = {
    Origin: 'https://evil.example',
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'content-type, authorization',
    'Access-Control-Request-Private-Network': 'true',
  }
  const securityHeaders = [
    'Content-Security-Policy',
    'X-Content-Type-Options',
    'Strict-Transport-Security',
    'X-Request-Id',
  ]

  it.each(paths)('from %s shares nothing with it, whatever the method, and has the security headers', async (path) => {
    for (const method of methods) {
      const answer = await server().visitor().request(path, { method, headers })
      const shared = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))
      expect(shared, `${method} ${path}`).toEqual([])
      for (const name of securityHeaders) expect(answer.headers.get(name), `${name} of ${method} ${path}`).toBeTruthy()
      expect(answer.status, `${method} ${path}`).toBeLessThan(500)
    }
  })
})
