import { describe, expect, it } from 'vitest'
import { firstRequests, importedFiles, taggedFiles } from './page-load.ts'

describe('what a page loads', () => {
  it('is what its tags load, without icons and the manifest', () => {
    const html = `<link rel="icon" href="/favicon.svg" /><link rel="manifest" href="/manifest.webmanifest" />
      <script nonce="n">"src"</script>
      <link rel="preload" as="font" href="/assets/a.woff2" crossorigin />
      <script type="module" crossorigin src="/assets/index.js"></script>
      <link rel="stylesheet" href="/assets/index.css">`
    expect(taggedFiles(html)).toEqual(['/assets/a.woff2', '/assets/index.js', '/assets/index.css'])
  })

  it('is what its first script asks for at the address', () => {
    const html = `<script nonce="n">(function (file) {
      fetch('/trpc' + location.pathname)
      const link = document.createElement('link')
      link.href = file
      document.head.append(link)
    })("/assets/en.js")</script><script type="module" nonce="n" src="/assets/index.js"></script>`
    expect(firstRequests(html, '/sign-in')).toEqual(['/trpc/sign-in', '/assets/en.js'])
  })

  it('is what its scripts import, but not what they import later', () => {
    const script = 'import"./a.js";import{b as c}from"./b.js";export*from"./c.js";const d=()=>import("./d.js")'
    expect(importedFiles(script, '/assets/index.js')).toEqual(['/assets/a.js', '/assets/b.js', '/assets/c.js'])
  })
})
