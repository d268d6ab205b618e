import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { familyCpuSeconds, usageOf } from './process-usage.ts'

it.runIf(process.platform === 'linux')('the time of a family has that of children that have ended', () => {
  const before = { family: familyCpuSeconds(process.pid), own: usageOf(process.pid).cpuSeconds }
  const work = 'while (process.cpuUsage().user < 300_000);'
  execFileSync(process.execPath, ['-e', work])
  const own = usageOf(process.pid).cpuSeconds - before.own
  expect(familyCpuSeconds(process.pid) - before.family - own).toBeGreaterThan(0.25)
})
