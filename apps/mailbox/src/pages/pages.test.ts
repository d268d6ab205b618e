import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TestMailbox } from '../../test/support/test-mailbox.ts'
import { html } from './html.ts'
import { linkedText } from './linked-text.ts'

let mailbox: TestMailbox
beforeAll(async () => {
  mailbox = await TestMailbox.start()
})
afterAll(() => mailbox.close())
beforeEach(() => mailbox.deleteAll())

const policyOf = async (path: string): Promise<readonly string[]> =>
  ((await mailbox.get(path)).headers.get('content-security-policy') ?? '').split('; ')

describe('the inbox', () => {
  it('says what would be here while it is empty', async () => {
    const page = await mailbox.text('/')
    expect(page).toContain('A local stand-in')
    expect(page).toContain(mailbox.smtpUrl)
    expect(page).toContain('would be here')
  })

  it('shows the newest message first, and those of a recipient alone', async () => {
    await mailbox.send({ to: 'ada@example.com', subject: 'First' })
    await mailbox.send({ to: 'bob@example.com', subject: 'Second' })
    await mailbox.send({ to: 'ada@example.com' })
    const subjectsIn = async (path: string): Promise<readonly (string | undefined)[]> =>
      Array.from((await mailbox.text(path)).matchAll(/class="subject"><bdi>([^<]*)</g), ([, subject]) => subject)
    expect(await subjectsIn('/')).toEqual(['No subject', 'Second', 'First'])
    expect(await subjectsIn('/?to=+ADA@example.com')).toEqual(['No subject', 'First'])
    expect(await subjectsIn('/?to=')).toHaveLength(3)
    const empty = await mailbox.text('/?to=eve@example.com')
    expect(empty).toContain('No messages to <bdi>eve@example.com</bdi>')
    expect(empty).toContain('A message to this address would be here.')
  })

  it('runs its own script, and no other', async () => {
    const page = await mailbox.text('/')
    const [, script = ''] = /<script[^>]*>([\s\S]*?)<\/script>/.exec(page) ?? []
    expect(script).toContain('EventSource')
    const hash = createHash('sha256').update(script).digest('base64')
    const policy = await policyOf('/')
    expect(policy).toContain(`script-src 'sha256-${hash}'`)
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'"]),
    )
  })
})

describe('a message', () => {
  it('has a view of each part', async () => {
    await mailbox.send({
      subject: 'Code',
      text: 'Open http://localhost:3000/verify?token=a.',
      html: '<p>HTML part</p>',
    })
    const path = `/messages/${(await mailbox.newest()).id}`
    const page = await mailbox.text(path)
    expect(page).toContain('<title>Code (local)</title>')
    expect(page).toContain(`src="${path}/html"`)
    expect(page).toContain(`href="${path}?view=html" aria-current="page"`)
    expect(await mailbox.text(`${path}?view=text`)).toContain('href="http://localhost:3000/verify?token=a"')
    expect(await mailbox.text(`${path}?view=source`)).toContain('Content-Type: multipart/alternative')
    expect(await mailbox.text(`${path}/text`)).toBe('Open http://localhost:3000/verify?token=a.')
    expect(await mailbox.text(`${path}/html`)).toBe('<base target="_blank"><p>HTML part</p>')
    const types = ['html', 'text', 'source'].map(async (part) => (await mailbox.get(`${path}/${part}`)).headers)
    expect((await Promise.all(types)).map((headers) => headers.get('content-type'))).toEqual([
      'text/html; charset=utf-8',
      'text/plain; charset=utf-8',
      'text/plain; charset=utf-8',
    ])
  })

  it('without HTML shows its text, and says what it lacks', async () => {
    await mailbox.send({ text: 'Only text' })
    const path = `/messages/${(await mailbox.newest()).id}`
    expect(await mailbox.text(path)).toContain('<pre>Only text')
    expect(await mailbox.text(`${path}?view=html`)).toContain('The message has no HTML.')
    expect((await mailbox.get(`${path}/html`)).status).toBe(404)
  })
})

describe('a hostile message', () => {
  const script = '<script>document.title = "ran"</script>'
  const hostile = {
    subject: `"><img src=x onerror=alert(1)>${script}`,
    from: { name: script, address: 'eve@example.com' },
    text: `</pre>${script} http://a.example/"onclick="alert(1)`,
    html: `<!doctype html><title>x</title>${script}<img src="https://a.example/x.png" onerror="alert(1)">`,
  }

  it('has its HTML shown in a frame that runs no script', async () => {
    await mailbox.send(hostile)
    const path = `/messages/${(await mailbox.newest()).id}`
    const [frame = ''] = /<iframe[^>]*>/.exec(await mailbox.text(path)) ?? []
    const sandbox = 'allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation'
    expect(frame).toContain(`sandbox="${sandbox}"`)
    expect(await policyOf(`${path}/html`)).toEqual([
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      'img-src data:',
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'self'",
      `sandbox ${sandbox}`,
    ])
    expect(await policyOf(path)).toContain("frame-src 'self'")
  })

  it('adds no markup to the pages of the mailbox', async () => {
    await mailbox.send(hostile)
    const path = `/messages/${(await mailbox.newest()).id}`
    for (const page of ['/', path, `${path}?view=text`, `${path}?view=source`, `/?to=${encodeURIComponent(script)}`]) {
      const text = await mailbox.text(page)
      expect(text).not.toContain(script)
      expect(text).not.toContain('<img')
      expect(text).not.toMatch(/<[^>]*onclick=/)
    }
  })

  it('of comments without an end is shown at once', async () => {
    await mailbox.send({ html: '<!---->'.repeat(20_000) })
    const page = await mailbox.text(`/messages/${(await mailbox.newest()).id}/html`)
    expect(page.startsWith('<base target="_blank"><!---->')).toBe(true)
  })
})

it('has the links of a message open in a new tab, and keeps its document type first', async () => {
  await mailbox.send({ html: '<!-- a --> <!DOCTYPE html>\n<p>Hello</p>' })
  const page = await mailbox.text(`/messages/${(await mailbox.newest()).id}/html`)
  expect(page).toBe('<!-- a --> <!DOCTYPE html><base target="_blank">\n<p>Hello</p>\n')
})

it.each([
  ['See https://a.example/x?y=1.', ['https://a.example/x?y=1']],
  ['(http://a.example/b), <http://c.example>', ['http://a.example/b', 'http://c.example']],
  ['javascript:alert(1) http:// ftp://a.example', []],
])('links the addresses of %j', (text, addresses) => {
  const linked = linkedText(text)
    .map((part) => part.text)
    .join('')
  expect(Array.from(linked.matchAll(/href="([^"]*)"/g), ([, address]) => address)).toEqual(addresses)
})

it('sends the stylesheet', async () => {
  expect((await mailbox.get('/style.css')).headers.get('content-type')).toContain('text/css')
})

it('escapes its parts', () => {
  expect(html`<p>${'<b title="x">&'}</p>`.text).toBe('<p>&lt;b title=&quot;x&quot;&gt;&amp;</p>')
})
