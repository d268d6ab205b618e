/** Where a mailed code is typed. */
export const checkMailPath = '/check-mail'

/** Where a code for a new password is asked for. */
export const forgotPasswordPath = '/forgot-password'

/** Where the links of mails lead that confirm something. */
export const confirmPath = '/confirm'

/** Where the link of a mail leads that takes a change of the address back. */
export const undoEmailChangePath = '/undo-email-change'
