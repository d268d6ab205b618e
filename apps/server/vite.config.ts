import { defineConfig } from 'vite'
import { nativeSpread } from './build/native-spread.ts'

/** What stays in node_modules: packages with binaries. All else is in few files, which are read faster at start. */
const external = ['@node-rs/argon2', 'better-sqlite3']

export default defineConfig({
  plugins: [nativeSpread()],
  build: {
    ssr: true,
    target: 'node26',
    outDir: 'dist',
    emptyOutDir: true,
    rollupOptions: {
      input: {
        main: 'src/main.ts',
        'admin-grant': 'src/commands/admin-grant.ts',
        'keys-rotate': 'src/commands/keys-rotate.ts',
        'db-copy': 'src/commands/db-copy.ts',
        'second-factor-reset': 'src/commands/second-factor-reset.ts',
        'mail-undeliverable': 'src/commands/mail-undeliverable.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
  ssr: { noExternal: true, external },
})
