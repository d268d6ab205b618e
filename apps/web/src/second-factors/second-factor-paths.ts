/** Where the second step of a sign-in is taken. */
export const secondStepPath = '/second-step'

/** Where users show or set up the second factor that this server demands of them. */
export const twoStepPath = '/two-step-verification'
