import { browserArgs } from './browser-args.ts'
import { findBrowser } from './find-browser.ts'

/** Prints, as JSON, the browser that is tested with and what it is started with; `null` where there is none. */

const path = findBrowser()
console.log(JSON.stringify(path === null ? null : { path, args: browserArgs }))
