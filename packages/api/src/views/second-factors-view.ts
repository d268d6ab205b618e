import type { SecondFactorState, TrustedDevice } from '@latchkey/auth'
import type { SecondFactorsView, TrustedDeviceView } from '@latchkey/schema'

/** Returns what a user is shown of their second factors: no secret and no hash. */
export function secondFactorsView(
  {
    totpSince,
    recoveryCodesLeft,
    trustedDevices,
  }: SecondFactorState & { readonly trustedDevices: readonly TrustedDevice[] },
  {
    required,
    isCurrent,
    placeOf,
  }: {
    readonly required: boolean
    readonly isCurrent: (device: TrustedDevice) => boolean
    readonly placeOf: (ip: string | null) => string | null
  },
): SecondFactorsView {
  const deviceView = (device: TrustedDevice): TrustedDeviceView => ({
    id: device.id,
    name: device.name,
    ip: device.ip,
    place: placeOf(device.ip),
    trustedAt: device.createdAt.toISOString(),
    lastUsedAt: device.lastUsedAt.toISOString(),
    expiresAt: device.expiresAt.toISOString(),
    current: isCurrent(device),
  })
  return {
    totpSince: totpSince?.toISOString() ?? null,
    recoveryCodesLeft,
    trustedDevices: trustedDevices.map(deviceView),
    required,
  }
}
