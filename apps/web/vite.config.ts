import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { emojiData } from './scripts/emoji-data.ts';

/** Where `pnpm dev` finds the running server. */
const server = process.env['SKEIN_DEV_SERVER'] ?? 'http://localhost:8085';

const notUsed = fileURLToPath(new URL('src/models/markup/not-used.ts', import.meta.url));

export default defineConfig({
  base: '/chat/',
  plugins: [preact(), emojiData()],
  resolve: {
    // What the Markdown parser brings and no message uses: 20 of its 41 kB.
    alias: { entities: notUsed, 'linkify-it': notUsed, 'punycode.js': notUsed },
  },
  build: {
    // light-dark() and nesting are kept as written: every browser of these versions has them.
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // The server's policy forbids data: URLs outside images, and a font is fetched in parallel anyway.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        // What the page cannot begin without is one file: it is compressed the better.
        codeSplitting: { groups: [{ name: 'page', tags: ['$initial'] }] },
        // What colours one language each; apart, as no service worker keeps them all.
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.every((id) => id.includes('/highlight.js/es/languages/'))
            ? 'assets/languages/[name]-[hash].js'
            : 'assets/[name]-[hash].js',
      },
    },
  },
  server: {
    proxy: {
      '/api': { target: server, changeOrigin: true, headers: { origin: server } },
      '/ws': { target: server, ws: true, changeOrigin: true, headers: { origin: server } },
    },
  },
});
