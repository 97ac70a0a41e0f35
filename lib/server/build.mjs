import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles `npm start`'s server to <dist>/lane/server.mjs, after `next build` (which empties its folder). */
const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const dist = path.resolve(root, process.env.NEXT_DIST_DIR || '.next');

await build({
  entryPoints: [path.join(here, 'main.ts')],
  outfile: path.join(dist, 'lane/server.mjs'),
  absWorkingDir: root,
  tsconfig: path.join(root, 'tsconfig.json'),
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  packages: 'external',
  sourcemap: 'linked',
  logLevel: 'warning',
});
