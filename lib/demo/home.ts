import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from './bootstrap.mjs';
import { onStop, UserError } from './lifecycle.mjs';
import { isReachable, makeOutsideFolder, serviceAccount } from './services/account';
import { commandLine } from './services/process';
import { SettingsFile } from './settings';

/** What this clone remembers: settings, demo.json, logs and the lock. */
export const STATE = path.join(ROOT, '.headroom');

/** Makes `.headroom` and takes its lock, so that one program at a time uses the clone's data. */
export function takeHome(): void {
  try {
    fs.mkdirSync(STATE, { recursive: true });
    fs.accessSync(STATE, fs.constants.W_OK);
    // others may pass through to the services' folders, and read nothing
    fs.chmodSync(STATE, 0o711);
  } catch {
    throw new UserError(
      `The folder ${STATE} cannot be written by ${os.userInfo().username}: start as its owner, or remove it.`,
    );
  }
  const lock = path.join(STATE, 'lock');
  const holder = fs.existsSync(lock) ? Number(fs.readFileSync(lock, 'utf8')) : 0;
  if (holder > 0 && holder !== process.pid && isOurs(holder)) {
    throw new UserError(
      `Headroom already runs from this folder (process ${holder}): use that one, or stop it with Ctrl-C there.`,
    );
  }
  fs.writeFileSync(lock, String(process.pid));
  onStop('the lock', () => fs.rmSync(lock, { force: true }));
}

/** Whether a process is a demo or development server of this clone, not just a holder of its old number. */
function isOurs(pid: number): boolean {
  const command = commandLine(pid);
  if (!command || !/lib\/demo\/(demo|dev)\.mjs/.test(command)) return false;
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(ROOT);
  } catch {
    return true;
  }
}

/** Where the services keep their data: in the clone if their account can reach it there. */
export function openSettings(): SettingsFile {
  const inside = path.join(STATE, 'data');
  const settings = SettingsFile.open(STATE, () => {
    if (!isReachable(STATE)) return makeOutsideFolder('headroom-');
    fs.rmSync(inside, { recursive: true, force: true });
    fs.mkdirSync(inside, { mode: 0o711 });
    return inside;
  });
  checkOwner(settings.value.dataFolder);
  return settings;
}

function checkOwner(dataFolder: string): void {
  const owner = fs.statSync(path.join(dataFolder, 'postgres'), { throwIfNoEntry: false })?.uid;
  const own = serviceAccount.uid ?? process.getuid?.();
  if (owner === undefined || owner === own) return;
  throw new UserError(
    `The data in ${dataFolder} belongs to another user (uid ${owner}): start as that user, or remove it with \`npm run demo -- --reset\`.`,
  );
}

/** Removes this clone's data and everything it remembers. The lock stays ours. */
export function resetHome(): void {
  const settings = SettingsFile.read(path.join(STATE, 'settings.json'));
  const folders = settings ? [settings.dataFolder] : [];
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
  for (const entry of fs.readdirSync(STATE)) {
    if (entry !== 'lock') fs.rmSync(path.join(STATE, entry), { recursive: true, force: true });
  }
}
