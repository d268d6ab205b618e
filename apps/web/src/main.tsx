import { createRoot } from 'react-dom/client'
import { watchUserActivity } from './api/user-activity.ts'
import { pageConnection, watchNetwork } from './connection/page-connection.ts'
import { AppOpening } from './open-app.ts'
import { Preferences } from './preferences/preferences.ts'
import { openFirstPage } from './signed-out/first-page.tsx'
import { signedOutPathAt } from './signed-out/signed-out-path.ts'
import { localStorageEntries } from './storage/storage-entries.ts'

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root')
void start(root)

/** A function, because this module must not wait itself: the code of the pages imports from the file that it is in. */
async function start(container: Element): Promise<void> {
  const preferences = await Preferences.load({ entries: localStorageEntries, wanted: navigator.languages })
  watchUserActivity()
  watchNetwork(pageConnection)
  const app = new AppOpening({ root: createRoot(container), preferences })
  const path = signedOutPathAt(window.location.pathname)
  if (path === null) await app.open()
  else await openFirstPage(path, app)
}
