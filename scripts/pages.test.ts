import { expect, test } from 'vitest'
import { failingPages, forwardingPages, signedInPages, signedOutPages } from '../apps/e2e/src/checked-pages.ts'
import { pageFrames } from '../packages/schema/src/page-paths.ts'

interface RouterModule {
  readonly createAppRouter: (context: object) => { readonly routesByPath: Readonly<Record<string, unknown>> }
}

/** Imported by its address, so that the types of the scripts do not include those of the web app. */
const routerUrl = new URL('../apps/web/src/router.tsx', import.meta.url).href

/** The addresses of the web app, as its router has them. */
async function routes(): Promise<readonly string[]> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a dynamic import has no types
  const { createAppRouter } = (await import(routerUrl)) as RouterModule
  return Object.keys(createAppRouter({}).routesByPath)
}

test('the server knows each route of the web app, and no other address', async () => {
  expect(Object.keys(pageFrames).toSorted()).toEqual([...(await routes())].toSorted())
})

test('each route of the web app has a page that the end-to-end tests check', async () => {
  const checkedPages = [...signedOutPages, ...failingPages, ...signedInPages, ...forwardingPages]
  const checkedPaths = checkedPages.map(([path]) => path.split('?')[0])
  const unchecked = (await routes()).filter((route) => {
    const pattern = new RegExp(`^${route.replaceAll(/\$\w+/g, '[^/]+')}$`)
    return !checkedPaths.some((path) => path !== undefined && pattern.test(path))
  })
  expect(unchecked).toEqual([])
})
