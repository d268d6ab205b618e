import { test } from '../src/server.ts'
import { providerStates } from './provider-states.ts'
import { shotsOf, takeShots } from './take-shots.ts'

test.use({ providers: 'many' })

for (const shot of shotsOf(providerStates)) {
  test(`${shot.state} ${shot.locale} ${shot.scheme}`, async ({ browser, server }) => {
    await takeShots(shot, { browser, server }, async (page) => providerStates[shot.state]?.({ page, browser, server }))
  })
}
