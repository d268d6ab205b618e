import { test } from '../src/mailbox.ts'
import { mailStates } from './mail-states.ts'
import { messageStates } from './message-states.ts'
import { shotsOf, takeShots } from './take-shots.ts'

test.use({ mail: 'asked' })

for (const shot of shotsOf(mailStates)) {
  test(`${shot.state} ${shot.locale} ${shot.scheme}`, async ({ browser, server, mailbox }) => {
    await takeShots(shot, { browser, server }, async (page) => {
      await mailStates[shot.state]?.({ page, browser, server, mailbox })
    })
  })
}

/** Chromium paints no more of the frame of a message than is in the window. */
const messageHeight = 1600

for (const shot of shotsOf(messageStates)) {
  test(`${shot.state} ${shot.locale} ${shot.scheme}`, async ({ browser, server, mailbox }) => {
    await takeShots(shot, { browser, server, height: messageHeight }, async (page) => {
      await messageStates[shot.state]?.({ page, browser, server, mailbox })
    })
  })
}
