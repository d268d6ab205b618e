import type { APIRequestContext, APIResponse } from '@playwright/test'
import { expect, test } from './server.ts'

interface Icon {
  readonly src: string
  readonly type: string
  readonly sizes: string
}

interface Manifest {
  readonly icons: readonly Icon[]
  readonly shortcuts: readonly { readonly url: string; readonly icons: readonly Icon[] }[]
}

async function file(request: APIRequestContext, path: string, type: string): Promise<APIResponse> {
  const answer = await request.get(path)
  expect([answer.status(), answer.headers()['content-type']], path).toEqual([200, type])
  // Without a hash in its name, a file may change with the next version.
  expect(answer.headers()['cache-control'], path).toBe('no-cache')
  expect(answer.headers()['etag'], path).toMatch(/^W\//)
  return answer
}

/** The width and height that a PNG names in its header. */
async function pngSize(answer: APIResponse): Promise<string> {
  const bytes = await answer.body()
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG')
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`
}

test('the app has its icons, each with its type and of its size', async ({ request }) => {
  await file(request, '/favicon.svg', 'image/svg+xml')
  const ico = await (await file(request, '/favicon.ico', 'image/vnd.microsoft.icon')).body()
  expect(ico.readUInt16LE(4)).toBe(3)
  expect(await pngSize(await file(request, '/apple-touch-icon.png', 'image/png'))).toBe('180x180')
})

test('the app can be installed, with its icons and its shortcuts', async ({ page, request }) => {
  const answer = await file(request, '/manifest.webmanifest', 'application/manifest+json; charset=utf-8')
  const { icons, shortcuts } = (await answer.json()) as Manifest
  for (const { src, type, sizes } of [...icons, ...shortcuts.flatMap((shortcut) => shortcut.icons)]) {
    const icon = await file(request, src, type)
    if (sizes !== 'any') expect(await pngSize(icon), src).toBe(sizes)
  }
  for (const { url } of shortcuts) expect((await request.get(url)).status(), url).toBe(200)

  await page.goto('/sign-in')
  const devTools = await page.context().newCDPSession(page)
  const { errors } = await devTools.send('Page.getAppManifest')
  expect(errors).toEqual([])
  const { installabilityErrors } = await devTools.send('Page.getInstallabilityErrors')
  // The contexts of a test are incognito windows.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])
})
