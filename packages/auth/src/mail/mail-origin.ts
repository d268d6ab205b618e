import type { MailOrigin } from '@latchkey/schema'
import { describeDevice } from '../core/describe-device.ts'
import type { Geolocation } from '../core/geolocation.ts'
import type { RequestInfo } from '../core/request-info.ts'

/** Returns what a mail says of the request that it tells of. */
export function mailOrigin(geolocation: Geolocation, at: Date, { ip, userAgent, hints }: RequestInfo): MailOrigin {
  return { at: at.toISOString(), device: describeDevice(userAgent, hints).name, ip, place: geolocation.placeOf(ip) }
}
