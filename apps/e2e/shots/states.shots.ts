import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '../src/server.ts'
import { imagesFolder, shotPath, shotsFolder } from './folder.ts'
import { states } from './states.ts'
import { shotsOf, takeShots } from './take-shots.ts'

for (const shot of shotsOf(states)) {
  const { state, locale, scheme } = shot
  test(`${state} ${locale} ${scheme}`, async ({ browser, server }) => {
    await takeShots(shot, { browser, server }, async (page) => states[state]?.({ page, browser, server }))
    if (state === 'access-several' && locale === 'en-US') {
      const wide = join(shotsFolder, shotPath(state, { locale, scheme, width: 1280 }))
      copyFileSync(wide, join(imagesFolder, `access-${scheme}.png`))
    }
  })
}
