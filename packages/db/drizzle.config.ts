import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: ['./src/schema/users.ts', './src/schema/credentials.ts', './src/schema/sessions.ts'],
  out: './migrations',
})
