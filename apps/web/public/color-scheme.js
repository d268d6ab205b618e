// Runs before the first paint. The key is the one that src/theme.ts names; the choice is "auto" until someone makes one.
;(function () {
  var chosen = null
  try {
    chosen = window.localStorage.getItem('latchkey-color-scheme')
  } catch {
    // Storage is blocked: the system's scheme it is.
  }
  var system = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  var scheme = chosen === 'light' || chosen === 'dark' ? chosen : system
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme)
})()
