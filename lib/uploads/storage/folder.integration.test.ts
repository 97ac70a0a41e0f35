import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderStorage } from './folder';
import { bytesOf, inPieces, listed, storageCases } from './storage.cases';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'headroom-folder-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const storage = () => folderStorage(path.join(folder, 'files'));

describe('a folder', () => {
  storageCases(storage);

  it('that is not there yet is made, for its owner alone', async () => {
    const made = path.join(folder, 'deep', 'er');
    const name = crypto.randomUUID();
    const files = folderStorage(made);
    expect(await listed(files, name)).toEqual([]);
    await files.write(name, inPieces(bytesOf(10)));
    const file = path.join(made, name.slice(-2), name);
    expect([fs.statSync(made).mode & 0o777, fs.statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it('lists and removes what a write that was killed has left, and passes over what is not ours', async () => {
    const name = crypto.randomUUID();
    const coming = path.join(folder, 'files', 'coming');
    fs.mkdirSync(coming, { recursive: true });
    fs.writeFileSync(path.join(coming, `${name}.0123456789abcdef.tmp`), 'half');
    fs.writeFileSync(path.join(coming, '.nfs000'), 'not ours');
    expect(await listed(storage(), name)).toMatchObject([{ name, bytes: 4, whole: false }]);
    await storage().remove(name);
    expect(await listed(storage(), name)).toEqual([]);
    expect(fs.readdirSync(coming)).toEqual(['.nfs000']);
  });

  it('that cannot be written says so, and leaves nothing', async () => {
    const name = crypto.randomUUID();
    const broken = path.join(folder, 'broken');
    fs.mkdirSync(broken);
    fs.writeFileSync(path.join(broken, 'coming'), 'a file where a folder has to be');
    const files = folderStorage(broken);
    await expect(files.write(name, inPieces(bytesOf(10)))).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
    await expect(files.append(name, 0, inPieces(bytesOf(10)))).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
    expect(await listed(files, name)).toEqual([]);
  });
});
