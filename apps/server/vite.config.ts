import { defineConfig } from 'vite'
import manifest from './package.json' with { type: 'json' }

/** What stays in node_modules: packages with binaries, and those that are no smaller bundled. */
const external = Object.keys(manifest.dependencies).filter((name) => !name.startsWith('@latchkey/'))

export default defineConfig({
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
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
  ssr: { noExternal: true, external },
})
