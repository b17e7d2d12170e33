import { defineConfig } from 'vite';
import { ENTRIES } from './src/places.ts';

// The server that people run. A thread loads a few files of it where it would look for some nine hundred: each start, of a
// server, a worker or a thread for one connection, takes about half of the processor's time.

export default defineConfig({
  build: {
    ssr: true,
    target: 'node26',
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(['main', ...ENTRIES].map((name) => [name, `src/${name}.ts`])),
      // All in one folder, as src/places.ts looks for things from where it is itself.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  // Else each of the 6,300 keys of unhomoglyph's table becomes an export of its own, at every start.
  json: { namedExports: false },
  ssr: {
    noExternal: true,
    // They look for things beside themselves: machine code, and a part that is imported by a name it makes up.
    external: ['argon2', 'sharp', 'file-type'],
  },
});
