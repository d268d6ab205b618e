import type { ChallengePurpose, EventCategory, NoticeKind } from '@latchkey/schema'
import type { Counted } from './fill-text.ts'

interface ChallengeTexts {
  readonly subject: string
  readonly title: string
  /** What the code is for, and where it is entered. */
  readonly lead: string
  /** The same for a message that has a link and no code. */
  readonly linkLead: string
  readonly action: string
  /** For a reader who did not ask for it. */
  readonly otherwise: string
}

interface NoticeTexts {
  readonly subject: string
  /** What follows from it, in a message about one event. */
  readonly lead: string | null
  /** The title of a message about several events. */
  readonly several: Counted
  /** What to do, before the link to the event. */
  readonly advice: string
  /** What to do, after the list of several events. */
  readonly adviceForSeveral: string
}

const ifThisWasYou = 'If this was you, there’s nothing to do. If not, see this event and end what you don’t know.'
const ifTheseWereYou = 'If these were you, there’s nothing to do. If not, see the event and end what you don’t know.'

/**
 * Every text of every message, in English. `{name}` stands for a value. What they say of events is what the web app says
 * (`events` in apps/web/src/messages/en.ts).
 */
export const en = {
  language: 'en',
  site: 'Latchkey',

  challenges: {
    sign_up: {
      subject: 'Confirm your email to finish signing up',
      title: 'Finish signing up',
      lead: 'Enter this code where you signed up. It confirms that this address is yours.',
      linkLead: 'Open this link in the browser where you signed up. It confirms that this address is yours:',
      action: 'Finish signing up',
      otherwise: 'Ignore this message. Without it, this address can’t be confirmed, and the sign-up can’t be finished.',
    },
    prove_email: {
      subject: 'Confirm your email',
      title: 'Confirm your email',
      lead: 'Enter this code where you asked for it. It confirms that this address is yours.',
      linkLead: 'Open this link in the browser where you asked for it. It confirms that this address is yours:',
      action: 'Confirm this email',
      otherwise: 'Ignore this message: no change was made.',
    },
    reset_password: {
      subject: 'Your code for a new password',
      title: 'Choose a new password',
      lead: 'Enter this code where you asked for a new password.',
      linkLead: 'Open this link in the browser where you asked for a new password:',
      action: 'Choose a new password',
      otherwise: 'Ignore this message: no change was made.',
    },
    sign_in: {
      subject: 'Your code to sign in',
      title: 'Sign in',
      lead: 'Enter this code where you want to sign in.',
      linkLead: 'Open this link in the browser where you want to sign in:',
      action: 'Sign in',
      otherwise: 'Ignore this message. Without it, this sign-in can’t go on.',
    },
    change_email: {
      subject: 'Confirm your new email',
      title: 'Confirm your new email',
      lead: 'Enter this code where you asked for the change. This address is then the email of your account.',
      linkLead:
        'Open this link in the browser where you asked for the change. This address is then the email of your account:',
      action: 'Use this email',
      otherwise: 'Ignore this message: no change was made.',
    },
  } satisfies Record<ChallengePurpose, ChallengeTexts>,

  challenge: {
    orLink: 'Or open this link in the browser where you asked:',
    validity: {
      one: 'The code and the link work for {count} minute, and once.',
      other: 'The code and the link work for {count} minutes, and once.',
    },
    linkValidity: {
      one: 'The link works for {count} minute, and once.',
      other: 'The link works for {count} minutes, and once.',
    },
    neverTell: 'Never tell anyone the code. No person from this service asks for it.',
    neverTellLink: 'Never pass the link on. No person from this service asks for it.',
  },

  addressTaken: {
    subject: 'You already have an account',
    lead: 'This email was used to sign up, but it has an account already. No new one was made.',
    next: 'If it was you, sign in. If you’ve forgotten your password, choose a new one.',
    action: 'Sign in',
    second: 'Choose a new password',
    otherwise: 'Ignore this message: no change was made to your account.',
  },

  noAccount: {
    subject: 'There is no account with this email',
    lead: 'A new password was asked for with this email, but there’s no account with it.',
    next: 'You may have signed up with another email: try that one. Or sign up with this one.',
    action: 'Sign up',
    second: 'Try another email',
    otherwise: 'Ignore this message: no change was made.',
  },

  undo: {
    subject: 'The email of your account was changed',
    lead: 'The email of your account is now {email}.',
    ifYou: 'If you made this change, there’s nothing to do.',
    ifNot:
      'Open this link. Until {date} it takes the change back, ends everything that is signed in, and removes the password, all passkeys and all connected accounts:',
    action: 'Take the change back',
    neverTell: 'Never pass the link on. No person from this service asks for it.',
  },

  notices: {
    new_sign_in: {
      subject: 'New sign-in to your account',
      lead: 'It came from a device or a network that your account wasn’t used from before.',
      several: { one: '{count} new sign-in to your account', other: '{count} new sign-ins to your account' },
      advice:
        'If this was you, there’s nothing to do. If not, see this event, end its session and change your password.',
      adviceForSeveral:
        'If these were you, there’s nothing to do. If not, see the event, end its session and change your password.',
    },
    password: {
      subject: 'A change to your password',
      lead: null,
      several: { one: '{count} change to your password', other: '{count} changes to your password' },
      advice: 'If this was you, there’s nothing to do. If not, see this event and choose a new password.',
      adviceForSeveral: 'If these were you, there’s nothing to do. If not, see the event and choose a new password.',
    },
    email: {
      subject: 'A change to your email',
      lead: null,
      several: { one: '{count} change to your email', other: '{count} changes to your email' },
      advice: ifThisWasYou,
      adviceForSeveral: ifTheseWereYou,
    },
    connected_account: {
      subject: 'A change to your connected accounts',
      lead: null,
      several: {
        one: '{count} change to your connected accounts',
        other: '{count} changes to your connected accounts',
      },
      advice: ifThisWasYou,
      adviceForSeveral: ifTheseWereYou,
    },
    client: {
      subject: 'An app can act as you',
      lead: 'It has access to your account until you end its session.',
      several: { one: '{count} app was given access', other: 'Apps were given access {count} times' },
      advice: 'If this was you, there’s nothing to do. If not, see this event and end the session of the app.',
      adviceForSeveral:
        'If these were you, there’s nothing to do. If not, see the event and end the session of the app.',
    },
    second_factor: {
      subject: 'A change to your two-step verification',
      lead: null,
      several: {
        one: '{count} change to your two-step verification',
        other: '{count} changes to your two-step verification',
      },
      advice: 'If you expected this, there’s nothing to do. If not, see this event and change your password.',
      adviceForSeveral: 'If you expected these, there’s nothing to do. If not, see the event and change your password.',
    },
    second_factor_failed: {
      subject: 'Someone may know your password',
      lead: 'It was typed after the first step of signing in, such as your password, was right. The sign-in needs the second step too.',
      several: {
        one: '{count} wrong code for two-step verification',
        other: '{count} wrong codes for two-step verification',
      },
      advice: 'If this was you, there’s nothing to do. If not, see this event and change your password.',
      adviceForSeveral: 'If these were you, there’s nothing to do. If not, see the event and change your password.',
    },
    passkey: {
      subject: 'A change to your passkeys',
      lead: null,
      several: { one: '{count} change to your passkeys', other: '{count} changes to your passkeys' },
      advice:
        'If this was you, there’s nothing to do. If not, see this event, end its session and remove the passkeys that aren’t yours.',
      adviceForSeveral:
        'If these were you, there’s nothing to do. If not, see the event, end its session and remove the passkeys that aren’t yours.',
    },
    token_reuse: {
      subject: 'The session of an app was ended',
      lead: 'Its session was ended, so no copy of the token works any more. If you still use the app, sign in with it again.',
      several: { one: '{count} token was used twice', other: '{count} tokens were used twice' },
      advice: 'If you don’t know the device or the address, see this event and change your password.',
      adviceForSeveral: 'If you don’t know a device or an address, see the event and change your password.',
    },
    role: {
      subject: 'Your role was changed',
      lead: 'The operator of this site changed what you may do here.',
      several: { one: '{count} change of your role', other: '{count} changes of your role' },
      advice: 'If you expected this, there’s nothing to do. If not, see this event and ask the operator of this site.',
      adviceForSeveral:
        'If you expected this, there’s nothing to do. If not, see the event and ask the operator of this site.',
    },
  } satisfies Record<NoticeKind, NoticeTexts>,

  notice: {
    seeEvent: 'See this event',
    more: { one: 'and {count} more', other: 'and {count} more' } satisfies Counted,
  },

  events: {
    signedUp: 'Signed up',
    signedUpWith: 'Signed up with {method}',
    signedIn: 'Signed in',
    signedInWith: 'Signed in with {method}',
    appSignedIn: '{name} signed in',
    scriptSignedIn: 'A program calling itself “{name}” signed in with {method}',
    appApproved: 'Approved {name}',
    tokenReused: 'A refresh token was used twice: someone may have a copy',
    secondFactorFailed: 'Wrong code for two-step verification',
    secondFactorAdded: 'Two-step verification turned on',
    secondFactorRemoved: 'Two-step verification turned off',
    secondFactorReset: 'Two-step verification turned off by the operator',
    recoveryCodesRenewed: 'New recovery codes made; earlier ones no longer work',
    passkeyAdded: 'Passkey added',
    passkeyAddedOf: 'Passkey “{name}” added',
    passkeyRemoved: 'Passkey removed',
    passkeyRemovedOf: 'Passkey “{name}” removed',
    passwordSet: 'Password set',
    passwordChanged: 'Password changed',
    passwordReset: 'Password reset',
    connected: 'Connected {provider}',
    disconnected: 'Disconnected {provider}',
    roleChanged: 'Role changed',
    roleChangedTo: 'Role changed to {role}',
    emailChanged: 'Email changed',
    emailChangedTo: 'Email changed to {email}',
    emailProven: 'Email confirmed',
    emailChangeUndone: 'Change of the email taken back',
    reclaimed: 'Email confirmed; what was set up before was removed',
    andEnded: { one: ', {count} session ended', other: ', {count} sessions ended' },
    andConnected: {
      one: ', {count} connected account can still sign in',
      other: ', {count} connected accounts can still sign in',
    },
    unnamedApp: 'Unnamed app',
    aPassword: 'a password',
    yourPassword: 'your password',
    aCode: 'a mailed code',
    aPasskey: 'a passkey',
    andAuthenticatorCode: '{method} and an authenticator code',
    andRecoveryCode: '{method} and a recovery code',
    andPasskey: '{method} and a passkey',
    onTrustedDevice: '{method} on a trusted device',
    aProvider: 'the provider',
  },

  /** For events without a text of their own. */
  categories: {
    sign_in: 'A sign-in to your account',
    refused: 'A failed attempt on your account',
    session: 'A change to your sessions',
    method: 'A change to how you sign in',
    account: 'A change to your account',
  } satisfies Record<EventCategory, string>,

  origin: {
    asked: 'Where it was asked for',
    changed: 'Where it was changed',
    when: 'When',
    device: 'Device',
    address: 'IP address',
    place: 'Approximate location',
  },

  notYou: 'If it wasn’t you',
  copyAddress: 'Or copy this address:',

  footer: {
    entered: 'You get this message because this email was entered at {host}.',
    account: 'You get this message because it concerns the security of your account at {host}.',
    noReplies: 'Replies to this message aren’t read.',
  },
} as const
