import type { CodeGrant, DeviceGrant, Grant } from '@latchkey/auth'
import type { SessionId, UserId } from '@latchkey/schema'

/** The columns that a grant is stored in. */
export interface GrantRow extends Pick<Grant, 'hash' | 'kind' | 'clientId' | 'requestedAt' | 'expiresAt'> {
  readonly redirectUri: string | null
  readonly codeChallenge: string | null
  readonly userCodeHash: DeviceGrant['userCodeHash'] | null
  readonly ip: string | null
  readonly device: string | null
  readonly userId: UserId | null
  readonly approvedBy: SessionId | null
  readonly deniedAt: Date | null
  readonly sessionId: SessionId | null
}

/** Returns the grant of a row. */
export function grantFromRow(row: GrantRow): CodeGrant | DeviceGrant {
  if (row.kind === 'device') return deviceFromRow(row)
  const { redirectUri, codeChallenge } = row
  const approval = approvalFromRow(row)
  // A check of the table holds that this does not happen.
  if (approval === null || redirectUri === null || codeChallenge === null) throw new TypeError('an incomplete code')
  return { ...commonColumns(row), kind: 'code', redirectUri, codeChallenge, approval }
}

/** Returns the device grant of a row. */
export function deviceFromRow(row: GrantRow): DeviceGrant {
  const { userCodeHash, device, ip, deniedAt } = row
  // A check of the table holds that this does not happen.
  if (userCodeHash === null || device === null) throw new TypeError('an incomplete device')
  const decision = { approval: approvalFromRow(row), denied: deniedAt !== null }
  return { ...commonColumns(row), kind: 'device', userCodeHash, ip, device, ...decision }
}

function commonColumns({ hash, clientId, requestedAt, expiresAt }: GrantRow) {
  return { hash, clientId, requestedAt, expiresAt }
}

function approvalFromRow({ userId, approvedBy }: GrantRow): DeviceGrant['approval'] {
  return userId === null || approvedBy === null ? null : { userId, sessionId: approvedBy }
}
