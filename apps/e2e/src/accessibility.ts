import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type axeCore from 'axe-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Expects that axe finds no violation of its default rules on the page, once its finite animations have ended. */
export async function expectNoViolations(page: Page): Promise<void> {
  // A document keeps axe until it is left.
  if (!(await page.evaluate('"axe" in window'))) await loadAxe(page)
  await waitForAnimations(page)
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { readonly axe: typeof axeCore }
    const results = await axe.run(document, { resultTypes: ['violations'] })
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
  })
  expect(violations).toEqual([])
}

/** Loads axe into the document. The content security policy does not apply to what a debugger evaluates. */
async function loadAxe(page: Page): Promise<void> {
  // Without `evaluate`, which parses this half a megabyte once more, before and in the page.
  const devTools = await page.context().newCDPSession(page)
  // It is not detached: that would remove the virtual authenticators of the page.
  await devTools.send('Runtime.evaluate', { expression: axeSource })
}

/** Waits until nothing fades or moves: the contrast of a text is right only then. Endless spinners don't count. */
async function waitForAnimations(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // A dialog that has just been mounted begins its transition two frames later.
    let quietFrames = 0
    while (quietFrames < 3) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      const running = document
        .getAnimations()
        .filter(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity)
      quietFrames = running.length === 0 ? quietFrames + 1 : 0
      await Promise.allSettled(running.map(({ finished }) => finished))
    }
  })
}

/** Expects that the page is not wider than the window. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
}

/** Expects that the page is accessible, and not wider than the window. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNoViolations(page)
  await expectNoOverflow(page)
}
