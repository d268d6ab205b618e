/**
 * Returns the script of a provider: an object with `render` and `remove`, under the names of both providers. `onload`
 * is the name of the function that it calls once that is there.
 */
export function captchaScript(onload: string | null): string {
  return `
(() => {
  const origin = new URL(document.currentScript.src).origin
  const widgets = new Map()
  let count = 0
  addEventListener('message', ({ origin: from, data }) => {
    if (from === origin) widgets.get(data.widget)?.options.callback(data.response)
  })
  const show = (widget, { frame, options }) => {
    const query = new URLSearchParams({
      widget,
      theme: options.theme,
      language: options.language ?? options.hl ?? '',
    })
    frame.src = origin + '/widget?' + query
  }
  const api = {
    render(container, options) {
      count += 1
      const id = 'widget-' + count
      const isCompact = options.size === 'compact'
      const frame = Object.assign(document.createElement('iframe'), {
        title: 'Widget of the CAPTCHA',
        width: isCompact ? 150 : 300,
        height: isCompact ? 140 : 65,
      })
      container.append(frame)
      widgets.set(id, { frame, options })
      show(id, widgets.get(id))
      return id
    },
    remove: (id) => {
      widgets.get(id)?.frame.remove()
      widgets.delete(id)
    },
  }
  window.turnstile = api
  window.hcaptcha = api
  window[${JSON.stringify(onload)}]?.()
})()
`
}

/** Returns the page in the frame of a widget: a button whose press gives the page around it a response. */
export function captchaPage(query: URLSearchParams): string {
  const widget = JSON.stringify(query.get('widget') ?? '').replaceAll('<', String.raw`\u003c`)
  const isDark = query.get('theme') === 'dark'
  return `<!doctype html>
<html lang="${query.get('language') === 'de' ? 'de' : 'en'}">
<meta charset="utf-8"><title>Widget of the CAPTCHA</title>
<body style="margin:0;display:grid;place-items:center;height:65px;background:${isDark ? '#222' : '#fafafa'}">
<button>I am human</button>
<script>
  const button = document.querySelector('button')
  button.addEventListener('click', async () => {
    const { response } = await (await fetch('/solve')).json()
    button.textContent = 'Passed'
    button.disabled = true
    parent.postMessage({ widget: ${widget}, response }, '*')
  })
</script>
`
}
