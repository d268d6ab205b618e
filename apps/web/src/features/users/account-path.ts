/** The page with the user's name, and how the app looks on this browser. */
export const accountPath = '/account'
