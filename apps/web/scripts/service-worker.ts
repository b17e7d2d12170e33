import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { pageFiles } from './page-files.ts';

// Builds the service worker beside the built page, with the list of the page's files in it. It has no hash in its name: a
// browser asks for it again at every visit to see whether there is a newer one.

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

await build({
  configFile: false,
  logLevel: 'warn',
  define: {
    PAGE_FILES: JSON.stringify(pageFiles(dist)),
    'process.env.NODE_ENV': '"production"',
  },
  build: {
    outDir: dist,
    emptyOutDir: false,
    copyPublicDir: false,
    target: ['chrome123', 'firefox121', 'safari17.5'],
    rollupOptions: {
      input: fileURLToPath(new URL('../src/service-worker/sw.ts', import.meta.url)),
      output: { format: 'iife', entryFileNames: 'sw.js' },
    },
  },
});
