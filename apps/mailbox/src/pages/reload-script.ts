import { Html } from './html.ts'

/**
 * Reloads the inbox when a message arrives, unless its filter is being typed. Without the script the page stays as it was
 * loaded. The content security policy allows exactly this text.
 */
export const reloadScript = `
const { revision } = document.currentScript.dataset
const filter = document.querySelector('input[name=to]')
const live = document.querySelector('[data-live]')
const events = new EventSource('/api/events?after=' + revision)
events.onopen = () => { live.hidden = false }
events.onerror = () => { live.hidden = true }
events.onmessage = () => { if (filter.value === filter.defaultValue) location.reload() }
`

/** The element with the script. A template of `html` would be formatted, and its text then be another one. */
export function reloadElement(revision: number): Html {
  return new Html(`<script data-revision="${revision}">${reloadScript}</script>`)
}
