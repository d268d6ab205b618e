import type { Root } from 'react-dom/client'
import { loadChunk } from './connection/load-chunk.ts'
import type { Preferences } from './preferences/preferences.ts'

export interface AppOpeningDependencies {
  readonly root: Root
  readonly preferences: Preferences
}

/** A path of this app to open it at. */
export interface AppWay {
  readonly path: string
  /** Whether it takes the place of the current page in the history. */
  readonly replace: boolean
}

/** Opens the app in this document: the router with all pages, the query cache and the session monitor. */
export class AppOpening {
  readonly root: Root
  readonly preferences: Preferences
  #opened: Promise<void> | null = null

  constructor({ root, preferences }: AppOpeningDependencies) {
    this.root = root
    this.preferences = preferences
  }

  /**
   * Opens the app, once, in place of what the document shows; without a way at the current address. Where a part of it can't
   * be loaded into this document, the browser loads the page of the way instead.
   */
  async open(way: AppWay | null = null): Promise<void> {
    this.#opened ??= this.#open(way)
    try {
      await this.#opened
    } catch (error) {
      this.#opened = null
      if (way === null) throw error
      if (way.replace) window.location.replace(way.path)
      else window.location.assign(way.path)
    }
  }

  /** Loads the code of the app ahead, once the browser has nothing else to do. */
  prefetch(): void {
    // Safari has no idle callbacks.
    if ('requestIdleCallback' in window) window.requestIdleCallback(loadAhead)
    else setTimeout(loadAhead)
  }

  async #open(way: AppWay | null): Promise<void> {
    const { startApp } = await loadChunk(() => import('./start-app.tsx'))
    if (way !== null) {
      if (way.replace) window.history.replaceState(null, '', way.path)
      else window.history.pushState(null, '', way.path)
    }
    await startApp({ root: this.root, preferences: this.preferences, isNavigation: way !== null })
  }
}

/** What fails here is loaded, and reported, when it is needed. */
function loadAhead(): void {
  void import('./start-app.tsx').catch(() => null)
}
