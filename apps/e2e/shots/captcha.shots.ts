import { test } from '../src/server.ts'
import { captchaStates } from './captcha-states.ts'
import { shotsOf, takeShots } from './take-shots.ts'

test.use({ mail: 'asked', captcha: 'on' })

for (const shot of shotsOf(captchaStates)) {
  test(`${shot.state} ${shot.locale} ${shot.scheme}`, async ({ browser, server }) => {
    await takeShots(shot, { browser, server }, async (page) => {
      await captchaStates[shot.state]?.({ page, browser, server })
    })
  })
}
