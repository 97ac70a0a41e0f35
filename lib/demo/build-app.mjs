// `next build` and the fast lane's bundle, made when the sources differ from what was built last.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from './bootstrap.mjs';
import { run, UserError } from './lifecycle.mjs';
import { overweight, pagesOf, weigh } from './page-weight.mjs';
import { say, step } from './progress.mjs';

const DIST = path.join(ROOT, process.env.NEXT_DIST_DIR || '.next');
const STAMP = path.join(DIST, 'headroom-build');
const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema.prisma',
  'package-lock.json',
  'package.json',
];
const CONFIGS = ['next.config.ts', 'tsconfig.json', 'postcss.config.mjs'];
const ENVIRONMENT = { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };

/** What the build is made of: every source that it reads, by name and content. */
function sourceHash() {
  const hash = createHash('sha256').update(process.version);
  const visit = (/** @type {string} */ name) => {
    const file = path.join(ROOT, name);
    const status = fs.statSync(file, { throwIfNoEntry: false });
    if (!status || /^lib\/(demo|testing)$|\.test\.tsx?$/.test(name)) return;
    if (status.isDirectory()) for (const entry of fs.readdirSync(file).sort()) visit(`${name}/${entry}`);
    else hash.update(`${name}\0`).update(fs.readFileSync(file));
  };
  for (const name of [...SOURCES, ...CONFIGS]) visit(name);
  return hash.digest('hex');
}

/** Builds for production. @param {boolean} print show the output as it comes */
export async function buildApp(print) {
  fs.rmSync(STAMP, { force: true });
  const hash = sourceHash();
  for (const args of [['node_modules/next/dist/bin/next', 'build'], ['lib/server/build.mjs']]) {
    const { code, output } = await run(process.execPath, args, { cwd: ROOT, env: ENVIRONMENT, print });
    if (code === 0) continue;
    if (!print) say(output.trim());
    throw new UserError('Headroom could not be built, as shown above.');
  }
  weighPages(print);
  fs.writeFileSync(STAMP, hash);
}

/** @throws UserError naming every page that loads more than it may */
function weighPages(/** @type {boolean} */ print) {
  const weights = weigh(pagesOf(DIST, ROOT));
  if (print) {
    say('\nJavaScript of each page, gzipped, and what it may load:');
    for (const { route, kb, most } of weights) say(`  ${kb.toFixed(1).padStart(6)} of ${most} KB  ${route}`);
  }
  const sentences = overweight(weights);
  if (sentences.length > 0) throw new UserError(`Pages weigh too much.\n  ${sentences.join('\n  ')}`);
}

const isBuilt = () => fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === sourceHash();

/** Builds unless what is there was built from these sources. */
export async function buildIfNeeded() {
  if (isBuilt()) return;
  await alone(async () => {
    if (!isBuilt()) await step('Building Headroom', () => buildApp(false));
  });
}

/** Outside the folder, which `next build` empties; one for each folder that is built into. */
const LOCK = path.join(
  os.tmpdir(),
  `headroom-build-${createHash('sha256').update(DIST).digest('hex').slice(0, 16)}`,
);

/** The process that builds now; 0 where it is gone. */
function builder() {
  try {
    const pid = Number(fs.readFileSync(LOCK, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    return 0;
  }
}

/** Does its work while no other process does: test files that run side by side would empty each other's build. */
async function alone(/** @type {() => Promise<void>} */ work) {
  const own = `${LOCK}-${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  for (let mine = false; !mine; ) {
    try {
      fs.linkSync(own, LOCK); // whole at once, where a file that is written is empty first
      mine = true;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      if (builder() === 0) fs.rmSync(LOCK, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  try {
    await work();
  } finally {
    fs.rmSync(LOCK, { force: true });
    fs.rmSync(own, { force: true });
  }
}
