import type { User } from '@latchkey/auth'
import type { UserView } from '@latchkey/schema'

export function userView({ id, email, name, role, createdAt }: User): UserView {
  return { id, email, name, role, createdAt: createdAt.toISOString() }
}
