import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'

// node run.mjs <url> <browser> [what it is started with …] loads a page on the mobile profile and prints the scores as JSON.

const [url, chromePath, ...chromeFlags] = process.argv.slice(2)
const browser = await launch({ chromePath, chromeFlags: ['--headless=new', ...chromeFlags] })
try {
  const onlyCategories = ['performance', 'accessibility', 'best-practices', 'seo']
  const { lhr } = await lighthouse(url, { port: browser.port, logLevel: 'silent', onlyCategories })
  if (lhr.runtimeError !== undefined) throw new Error(lhr.runtimeError.message)
  const scoreOf = (category) => Math.round(lhr.categories[category].score * 100)
  console.log(
    JSON.stringify({
      version: lhr.lighthouseVersion,
      performance: scoreOf('performance'),
      accessibility: scoreOf('accessibility'),
      bestPractices: scoreOf('best-practices'),
      seo: scoreOf('seo'),
      benchmarkIndex: lhr.environment.benchmarkIndex,
      warnings: lhr.runWarnings,
    }),
  )
} finally {
  browser.kill()
}
