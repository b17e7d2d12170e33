import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

/** Where `pnpm dev` finds the running server. */
const server = process.env['SKEIN_DEV_SERVER'] ?? 'http://localhost:8085';

export default defineConfig({
  base: '/chat/',
  plugins: [preact()],
  build: {
    // light-dark() and nesting are kept as written: every browser of these versions has them.
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // The server's policy forbids data: URLs outside images, and a font is fetched in parallel anyway.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': { target: server, changeOrigin: true, headers: { origin: server } },
      '/ws': { target: server, ws: true, changeOrigin: true, headers: { origin: server } },
    },
  },
});
