import { expect, it } from 'vitest'
import { createTestEntries } from '../storage/testing-storage-entries.ts'
import { Preferences } from './preferences.ts'

it('choices that are made at once all count, the last one of a kind', async () => {
  const entries = createTestEntries()
  const preferences = await Preferences.load({ entries, wanted: ['en-US'] })
  await Promise.all([
    preferences.choose({ language: 'de' }),
    preferences.choose({ hourCycle: 'h23' }),
    preferences.choose({ language: 'en' }),
    preferences.choose({ language: 'de' }),
  ])
  expect(preferences.writing()).toMatchObject({ language: 'de', shown: 'de', hourCycle: 'h23' })
  const stored = await Preferences.load({ entries, wanted: ['en-US'] })
  expect(stored.writing()).toMatchObject({ language: 'de', hourCycle: 'h23' })
})
