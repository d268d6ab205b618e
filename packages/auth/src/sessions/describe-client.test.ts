import { describe, expect, it } from 'vitest'
import { describeClient } from './describe-client.ts'

const agents: readonly (readonly [agent: string, name: string, device: string])[] = [
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Chrome on macOS',
    'desktop',
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Windows', 'desktop'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Edge on Windows',
    'desktop',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iOS',
    'mobile',
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iPadOS',
    'tablet',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    'Chrome on Android',
    'mobile',
  ],
  ['curl/8.5.0', 'curl', 'script'],
  ['deploy-script/1.0 (node)', 'deploy-script', 'script'],
  ['<script>alert(1)</script>', 'Unknown device', 'script'],
  ['Mozilla/5.0', 'Unknown device', 'unknown'],
  ['', 'Unknown device', 'unknown'],
]

describe('describing a client', () => {
  it.each(agents)('%s', (agent, name, device) => {
    expect(describeClient(agent)).toMatchObject({ name, device })
  })

  it('knows nothing of a client that says nothing', () => {
    expect(describeClient(null)).toEqual({ browser: null, os: null, device: 'unknown', name: 'Unknown device' })
  })

  it('looks at no more than the beginning of an endless one', () => {
    const { name } = describeClient('x'.repeat(100_000))
    expect(name).toHaveLength(40)
    expect(describeClient(`Mozilla/5.0 (${' '.repeat(100_000)} Chrome/140.0.0.0`).browser).toBeNull()
  })
})
