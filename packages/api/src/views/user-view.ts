import type { User } from '@latchkey/auth'
import type { UserView } from '@latchkey/schema'

export function userView({ id, email, emailProvenAt, name, role, createdAt }: User): UserView {
  return {
    id,
    email,
    emailProvenAt: emailProvenAt?.toISOString() ?? null,
    name,
    role,
    createdAt: createdAt.toISOString(),
  }
}
