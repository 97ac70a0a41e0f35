import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles `npm start`'s server to <dist>/lane/server.mjs, after `next build` (which empties its folder). */
const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const lane = path.resolve(root, process.env.NEXT_DIST_DIR || '.next', 'lane');

fs.rmSync(lane, { recursive: true, force: true });
await build({
  entryPoints: { server: path.join(here, 'start.ts') },
  outdir: lane,
  outExtension: { '.js': '.mjs' },
  absWorkingDir: root,
  tsconfig: path.join(root, 'tsconfig.json'),
  bundle: true,
  // main.ts stays a file of its own, or its imports would run before the entry's first line.
  splitting: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  packages: 'external',
  sourcemap: 'linked',
  // As `next start` does: React and Next choose their production code by it.
  banner: { js: "process.env.NODE_ENV ||= 'production';" },
  logLevel: 'warning',
});
