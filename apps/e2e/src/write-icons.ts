import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from '@playwright/test'
import { browserArgs } from './browser-args.ts'
import { findBrowser } from './find-browser.ts'

/** Draws the icons of the web app from its mark, favicon.svg. To be run after a change of the mark. */

const publicFile = (name: string): string => fileURLToPath(new URL(`../../web/public/${name}`, import.meta.url))

const rounded = readFileSync(publicFile('favicon.svg'), 'utf8')
/** For systems that cut an icon to a shape of their own: the ground reaches to the corners. */
const square = rounded.replace(/ rx="\d+"/, '')
/** The key stays within the circle that every shape leaves. */
const maskable = square.replace('<g ', '<g transform="translate(3.2 3.2) scale(0.8)" ')

const icoHeaderBytes = 6
const icoEntryBytes = 16

async function draw(page: Page, svg: string, size: number): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${svg}`)
  return page.screenshot({ omitBackground: true })
}

/** An icon file that holds one PNG for each size. */
function ico(images: readonly { readonly size: number; readonly png: Buffer }[]): Buffer {
  const head = Buffer.alloc(icoHeaderBytes + icoEntryBytes * images.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(images.length, 4)
  let offset = head.length
  for (const [index, { size, png }] of images.entries()) {
    const entry = icoHeaderBytes + icoEntryBytes * index
    head.writeUInt8(size, entry)
    head.writeUInt8(size, entry + 1)
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(png.length, entry + 8)
    head.writeUInt32LE(offset, entry + 12)
    offset += png.length
  }
  return Buffer.concat([head, ...images.map(({ png }) => png)])
}

const executablePath = findBrowser()
const browser = await chromium.launch({
  ...(executablePath === null ? {} : { executablePath }),
  args: [...browserArgs],
})
const page = await browser.newPage()
const files = [
  ['apple-touch-icon.png', square, 180],
  ['icon-192.png', rounded, 192],
  ['icon-512.png', rounded, 512],
  ['icon-maskable-512.png', maskable, 512],
] as const
for (const [name, svg, size] of files) writeFileSync(publicFile(name), await draw(page, svg, size))

const small = []
for (const size of [16, 32, 48]) small.push({ size, png: await draw(page, rounded, size) })
writeFileSync(publicFile('favicon.ico'), ico(small))
await browser.close()
