import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MeteredLane } from '../../testing/metered-lane';
import { SlowUpload } from '../../testing/slow-upload';
import { programFolder, pythonWith, runSnippet } from '../../testing/snippet-runs';
import { openUploads, text, uploaderAt } from '../../testing/uploads';
import { presignPython, uploadPython } from './uploads';

const LONGEST_MS = 60_000;
const { folder, remove } = programFolder();
const hasPython = (await pythonWith([])) !== null;
const hasRequests = (await pythonWith(['requests'])) !== null;

let lane: MeteredLane;
/** Status of each answer, in order. */
const statuses: number[] = [];

beforeAll(async () => {
  // A presigned address is then where the program found us.
  delete process.env.BASE_URL;
  lane = await openUploads();
  lane.server.prependListener('request', (_incoming, outgoing) => {
    outgoing.once('finish', () => statuses.push(outgoing.statusCode));
  });
  fs.writeFileSync(path.join(folder, 'tides.csv'), 'port,high\nLeith,05:12\n');
  fs.writeFileSync(path.join(folder, 'notes.txt'), text(300_000));
});
afterAll(async () => {
  await lane.close();
  remove();
});

it.runIf(hasRequests)(
  'the page’s own functions wait for a place as told, and then upload a batch in one request',
  async () => {
    const who = await uploaderAt(lane.url, { uploads: 1 });
    const headers = { authorization: `Bearer ${who.key}` };
    const other = await SlowUpload.begin(lane.port, { path: '/upload/stream', bytes: 200_000, headers });
    await other.send(100_000);
    await expect.poll(async () => (await who.level()).reserved).toBeGreaterThan(0);
    statuses.splice(0);
    const running = runSnippet(folder, uploadPython(lane.url), who.key, '', ['tides.csv', 'notes.txt']);
    await expect.poll(() => statuses, { timeout: LONGEST_MS }).toContain(429);
    expect((await other.finish()).status).toBe(201);
    const { code, stdout, stderr } = await running;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/document 22 tides\.csv\n.*document 300000 notes\.txt/);
    const names = (await who.list()).map(({ name, via }) => [name, via]);
    expect(names.filter(([, via]) => via === 'batch').sort()).toEqual([
      ['notes.txt', 'batch'],
      ['tides.csv', 'batch'],
    ]);
  },
  LONGEST_MS,
);

it.runIf(hasPython)(
  'the presign sample stores a file by its three calls',
  async () => {
    const who = await uploaderAt(lane.url);
    const { code, stdout, stderr } = await runSnippet(folder, presignPython(lane.url), who.key, '', [
      'notes.txt',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [file] = await who.list();
    expect(file).toMatchObject({ name: 'notes.txt', bytes: 300_000, state: 'stored', via: 'presign' });
    expect(stdout).toContain(file?.id);
    expect(await who.level()).toEqual({ used: 300_000, reserved: 0 });
  },
  LONGEST_MS,
);
