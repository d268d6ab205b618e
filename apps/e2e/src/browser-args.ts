/** No requests but those of the pages under test. */
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic']

/** Chromium reads the last `--disable-features` only, so this repeats what Playwright 1.65 disables. */
const disabledByPlaywright = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
]

/** The pages that Chromium loads behind the address bar of each window cost a third of the processor time of a test. */
const addressBar = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup']

/** Chromium has no sandbox for root. */
const root = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : []

/** What Chromium is started with, beside what Playwright adds. */
export const browserArgs: readonly string[] = [
  ...quiet,
  ...root,
  `--disable-features=${[...disabledByPlaywright, ...addressBar].join(',')}`,
]
