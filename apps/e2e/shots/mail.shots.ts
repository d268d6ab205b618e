import { test } from '../src/mailbox.ts'
import { mailStates } from './mail-states.ts'
import { shotsOf, takeShots } from './take-shots.ts'

test.use({ mail: 'asked' })

for (const shot of shotsOf(mailStates)) {
  test(`${shot.state} ${shot.locale} ${shot.scheme}`, async ({ browser, server, mailbox }) => {
    await takeShots(shot, { browser, server }, async (page) => {
      await mailStates[shot.state]?.({ page, browser, server, mailbox })
    })
  })
}
