import { notApplicable, type Requirement } from '../requirement.ts'

/** Chapter 17: WebRTC. */
export const webrtcRequirements: readonly Requirement[] = [
  notApplicable('17.1.1', 2, 'TURN relays reach no special-purpose addresses.', 'There is no WebRTC.'),
  notApplicable('17.1.2', 3, 'TURN relays resist exhaustion.', 'There is no WebRTC.'),
  notApplicable('17.2.1', 2, 'DTLS keys of media are managed.', 'There is no WebRTC.'),
  notApplicable('17.2.2', 2, 'DTLS and SRTP use approved suites.', 'There is no WebRTC.'),
  notApplicable('17.2.3', 2, 'SRTP packets are authenticated.', 'There is no WebRTC.'),
  notApplicable('17.2.4', 2, 'Malformed SRTP packets do no harm.', 'There is no WebRTC.'),
  notApplicable('17.2.5', 3, 'Floods of SRTP packets do no harm.', 'There is no WebRTC.'),
  notApplicable('17.2.6', 3, 'DTLS handshakes resist the ClientHello race.', 'There is no WebRTC.'),
  notApplicable('17.2.7', 3, 'Recording survives floods of packets.', 'There is no WebRTC.'),
  notApplicable('17.2.8', 3, 'DTLS certificates match their fingerprints.', 'There is no WebRTC.'),
  notApplicable('17.3.1', 2, 'Signalling survives floods.', 'There is no WebRTC.'),
  notApplicable('17.3.2', 2, 'Malformed signalling messages do no harm.', 'There is no WebRTC.'),
]
