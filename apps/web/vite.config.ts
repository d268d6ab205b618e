import react from '@vitejs/plugin-react'
import mantine from 'postcss-preset-mantine'
import { defineConfig } from 'vite'
import { compression } from 'vite-plugin-compression2'
import { compileMessages } from './build/compile-messages.ts'
import { firstPaint } from './build/first-paint/first-paint.ts'

const port = Number(process.env['PORT'] ?? 3000)
const apiPort = Number(process.env['LATCHKEY_API_PORT'] ?? port + 1)
const api = `http://localhost:${apiPort}`

export default defineConfig({
  plugins: [
    react(),
    compileMessages(),
    firstPaint(),
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
    target: 'es2022',
    rolldownOptions: {
      treeshake: {
        // The schemas are plain values: a page that only wants a rule of them need not load zod.
        moduleSideEffects: [{ test: /\/packages\/schema\//, sideEffects: false }],
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
