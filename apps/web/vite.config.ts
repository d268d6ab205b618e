import react from '@vitejs/plugin-react'
import mantine from 'postcss-preset-mantine'
import { defineConfig } from 'vite'
import { compression } from 'vite-plugin-compression2'
import { compileMessages } from './build/compile-messages.ts'
import { firstPaint } from './build/first-paint/first-paint.ts'
import { refuseCircularChunks } from './build/refuse-circular-chunks.ts'

const port = Number(process.env['PORT'] ?? 3000)
const apiPort = Number(process.env['LATCHKEY_API_PORT'] ?? port + 1)
const api = `http://localhost:${apiPort}`

function shortName(name: string): string {
  return name.replace(/[~.].*$/, '')
}

export default defineConfig({
  plugins: [
    react(),
    compileMessages(),
    firstPaint(),
    refuseCircularChunks(),
    compression({
      algorithms: ['brotliCompress', 'gzip'],
      // Only what has a content hash: the server fills in index.html for each response, so it can't be compressed here.
      include: /assets\/.*\.(js|css|svg)$/,
    }),
  ],
  css: { postcss: { plugins: [mantine()] } },
  // The server replaces this with a fresh nonce in each response.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    // A data: URL would need its own source in the content security policy.
    assetsInlineLimit: 0,
    sourcemap: false,
    // Every browser of the target has it.
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: {
      // Else the entry would be a file of its own, which only loads the one with its code.
      preserveEntrySignatures: false,
      output: {
        codeSplitting: {
          groups: [
            // All that the app starts with, the sign-in page included, in one file.
            { name: 'app', tags: ['$initial'], priority: 2 },
            // What several pages share, in one file: parts of it, merged by size, would import each other.
            { name: 'shared', minShareCount: 2, priority: 1 },
          ],
        },
        // Without the names of all pages that share it.
        chunkFileNames: ({ name }) => `assets/${shortName(name)}-[hash].js`,
        assetFileNames: ({ names: [name = ''] }) => `assets/${shortName(name)}-[hash][extname]`,
      },
      treeshake: {
        // The schemas are plain values: a page that only wants a rule of them need not load zod. And one that only makes
        // calls need not load the subscriptions of tRPC.
        moduleSideEffects: [{ test: /\/packages\/schema\/|\/@trpc\//, sideEffects: false }],
      },
    },
  },
  server: {
    host: 'localhost',
    port,
    strictPort: true,
    // Not all of /oauth: some of it are pages.
    proxy: Object.fromEntries(
      [
        '/trpc',
        '/healthz',
        '/readyz',
        '/.well-known',
        '/oauth/token',
        '/oauth/device_authorization',
        '/oauth/revoke',
      ].map((path) => [path, api]),
    ),
  },
})
