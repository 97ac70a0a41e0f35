import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** PostgreSQL refuses to run as root: there it runs as nobody. */
const NOBODY = 65_534;
export const isRoot = process.getuid?.() === 0;

/** The uid and gid that services run under; empty where that is our own. */
export const serviceAccount: { uid?: number; gid?: number } = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

/** Whether the services' account can reach into a folder: every folder above must let others through. */
export function isReachable(folder: string): boolean {
  if (!isRoot) return true;
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const status = fs.statSync(at, { throwIfNoEntry: false });
    if (status && (status.mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** Makes a private folder that belongs to the services' account. */
export function makeServiceFolder(folder: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (serviceAccount.uid !== undefined) fs.chownSync(folder, NOBODY, NOBODY);
}

/** A new folder for service data that the services' account can reach, outside any clone. */
export function makeOutsideFolder(prefix: string): string {
  const base = ['/var/tmp', os.tmpdir()].find((f) => isReachable(f) && isWritable(f)) ?? os.tmpdir();
  const folder = fs.mkdtempSync(path.join(base, prefix));
  fs.chmodSync(folder, 0o711);
  return folder;
}

function isWritable(folder: string): boolean {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
