import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { run, UserError } from './lifecycle.mjs';
import { say, step } from './progress.mjs';
import { isRoot } from './services/account';

/** One tool's package under each package manager. */
export type PackageNames = Record<Manager, string>;
type Manager = 'apt-get' | 'apk' | 'dnf' | 'pacman' | 'brew';

const INSTALL: Record<Manager, string[][]> = {
  'apt-get': [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends'],
  ],
  apk: [['apk', 'add', '--no-cache']],
  dnf: [['dnf', 'install', '-y']],
  pacman: [['pacman', '-Sy', '--noconfirm']],
  brew: [['brew', 'install']],
};
const FOLDERS = [
  '/usr/local/bin',
  '/usr/bin',
  '/usr/sbin',
  '/usr/local/sbin',
  '/opt/homebrew/bin',
  '/snap/bin',
];

/** The full path of a command, or null. */
export function findCommand(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...FOLDERS].filter(Boolean);
  const isProgram = (file: string) => {
    try {
      fs.accessSync(file, fs.constants.X_OK);
      return fs.statSync(file).isFile();
    } catch {
      return false;
    }
  };
  return folders.map((folder) => path.join(folder, name)).find(isProgram) ?? null;
}

/**
 * Finds a command, or installs it with the system's package manager: as root at once, otherwise only
 * after the person at the terminal said yes. @throws UserError that says what to run.
 */
export async function ensureCommand(commands: string[], packages: PackageNames): Promise<string> {
  const find = () => commands.map(findCommand).find((c) => c !== null) ?? null;
  const found = find();
  if (found) return found;
  const wanted = commands[0] ?? '';
  const manager = (Object.keys(INSTALL) as Manager[]).find((m) => findCommand(m));
  if (!manager) throw new UserError(`${wanted} is missing: install it so that it is found on the PATH.`);
  const steps = INSTALL[manager].map((words, i, all) =>
    i === all.length - 1 ? [...words, packages[manager]] : words,
  );
  const asRoot = manager !== 'brew';
  const spoken = steps.map((words) => `${asRoot && !isRoot ? 'sudo ' : ''}${words.join(' ')}`).join(' && ');
  if (asRoot && !isRoot) await askAndInstall(wanted, steps, spoken);
  else if (!asRoot && !(await agrees(wanted, spoken))) throw missing(wanted, spoken);
  else await step(`Installing ${wanted} (${spoken})`, () => install(wanted, steps, spoken));
  const installed = find();
  if (!installed) throw missing(wanted, spoken);
  return installed;
}

const missing = (wanted: string, spoken: string) =>
  new UserError(`${wanted} is missing and was not installed. Run this, then start again: ${spoken}`);

async function agrees(wanted: string, spoken: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false;
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question(`\n${wanted} is missing. Run \`${spoken}\` now? [y/N] `);
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}

async function askAndInstall(wanted: string, steps: string[][], spoken: string): Promise<void> {
  if (!findCommand('sudo') || !(await agrees(wanted, spoken))) throw missing(wanted, spoken);
  for (const words of steps) {
    // sudo asks for the password on the terminal, so it keeps ours
    if (spawnSync('sudo', words, { stdio: 'inherit' }).status !== 0) throw missing(wanted, spoken);
  }
}

async function install(wanted: string, steps: string[][], spoken: string): Promise<void> {
  for (const words of steps) {
    const [command = '', ...args] = words;
    const { code, output } = await run(command, args, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
    // an update that fails for some other source's sake need not stop the installation
    if (code === 0 || words !== steps.at(-1)) continue;
    say(output.trim());
    throw missing(wanted, spoken);
  }
}
