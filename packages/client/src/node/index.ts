export { fileTokenStore } from './file-token-store.ts'
export { type BrowserSignInOptions, signInByBrowser } from './sign-in-by-browser.ts'
