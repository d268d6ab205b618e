import type { CaptchaProviderId, CaptchaView } from '@latchkey/schema'

/** What the script of a provider offers, as far as it is used here. */
interface CaptchaApi {
  /** Shows the CAPTCHA in an element; returns its id. */
  readonly render: (container: HTMLElement, options: object) => string
  readonly remove: (id: string) => void
}

/** How a CAPTCHA is shown, and what is called when something happens to it. */
export interface CaptchaOptions {
  readonly siteKey: string
  readonly theme: 'light' | 'dark'
  /** A code of ISO 639-1. */
  readonly language: string
  /** Whether there is less room than the usual width of a CAPTCHA. */
  readonly isNarrow: boolean
  readonly onPassed: (response: string) => void
  /** The response is too old, or the user took too long: it starts again by itself. */
  readonly onExpired: () => void
  readonly onError: () => void
}

/** Milliseconds for the script: a blocked one may never say that it failed. */
const loadTimeout = 20_000
/** The name under which the script finds what it calls once it is ready. */
const readyName = 'latchkeyCaptchaReady'

/**
 * Returns the options of a provider.
 *
 * @see [Turnstile, widget configurations](https://developers.cloudflare.com/turnstile/get-started/client-side-rendering/widget-configurations/)
 * @see [hCaptcha, configuration](https://docs.hcaptcha.com/configuration)
 */
const optionsOf: Readonly<Record<CaptchaProviderId, (options: CaptchaOptions) => object>> = {
  turnstile: (options) => ({
    ...sharedOptions(options),
    language: options.language,
    size: options.isNarrow ? 'compact' : 'flexible',
    'response-field': false,
    'timeout-callback': options.onExpired,
  }),
  hcaptcha: (options) => ({
    ...sharedOptions(options),
    hl: options.language,
    size: options.isNarrow ? 'compact' : 'normal',
    'chalexpired-callback': options.onExpired,
  }),
}

function sharedOptions({ siteKey, theme, onPassed, onExpired, onError }: CaptchaOptions): object {
  return {
    sitekey: siteKey,
    theme,
    callback: onPassed,
    'expired-callback': onExpired,
    // It was taken care of: the script need not report it.
    'error-callback': () => {
      onError()
      return true
    },
  }
}

/**
 * Loads the script of the provider, and shows its CAPTCHA in an element. A failure of either is told by `onError`. Returns what
 * removes the CAPTCHA.
 */
export function showCaptcha(
  captcha: Omit<CaptchaView, 'siteKey'>,
  container: HTMLElement,
  options: CaptchaOptions,
): () => void {
  let isWanted = true
  let remove: (() => void) | null = null
  async function show(): Promise<void> {
    try {
      const api = await loadCaptchaApi(captcha)
      if (!isWanted) return
      const id = api.render(container, optionsOf[captcha.provider](options))
      remove = () => api.remove(id)
    } catch {
      if (isWanted) options.onError()
    }
  }
  void show()
  return () => {
    isWanted = false
    remove?.()
  }
}

let loading: Promise<CaptchaApi> | null = null

/**
 * Loads the script of the provider, once; after a failure the next call tries again.
 *
 * @throws {Error} when it can't be loaded
 */
async function loadCaptchaApi({ provider, scriptUrl }: Omit<CaptchaView, 'siteKey'>): Promise<CaptchaApi> {
  loading ??= loadScript(`${scriptUrl}&onload=${readyName}`)
    .then(() => Reflect.get(window, provider) as CaptchaApi)
    .catch((error: unknown) => {
      loading = null
      throw error
    })
  return loading
}

async function loadScript(src: string): Promise<void> {
  const script = Object.assign(document.createElement('script'), { src, async: true })
  const timer = { id: 0 }
  try {
    await new Promise<void>((resolve, reject) => {
      Reflect.set(window, readyName, resolve)
      script.addEventListener('error', () => reject(new Error('the script of the CAPTCHA was not loaded')))
      timer.id = window.setTimeout(() => reject(new Error('the script of the CAPTCHA took too long')), loadTimeout)
      document.head.append(script)
    })
  } catch (error) {
    script.remove()
    throw error
  } finally {
    window.clearTimeout(timer.id)
    Reflect.deleteProperty(window, readyName)
  }
}
