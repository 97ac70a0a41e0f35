import { once } from 'node:events';
import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { db } from '../../db/client';
import { env } from '../../env';
import { newId } from '../../ids';
import { processState } from '../../process-state';
import type { MeteredLane } from '../../testing/metered-lane';
import { form, openUploads, text, type Uploader, uploaderAt } from '../../testing/uploads';
import { openStorage } from '../storage/storage';

/** A bucket that does not do what it should: each call is told so, and nothing is counted as stored. */

const refuse = (status: number, code: string) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>secret bucket</Message></Error>`);
};

const TROUBLES: [string, (response: ServerResponse) => void][] = [
  ['refuses', refuse(403, 'AccessDenied')],
  ['has no such bucket', refuse(404, 'NoSuchBucket')],
  ['fails', refuse(500, 'InternalError')],
  ['hangs up', (response) => response.destroy()],
];
let trouble: (response: ServerResponse) => void = refuse(500, 'InternalError');

const bucket = http.createServer((request, response) => {
  request.resume();
  request.on('error', () => undefined);
  request.on('end', () => trouble(response));
});

let lane: MeteredLane;
let who: Uploader;
beforeAll(async () => {
  bucket.listen(0, '127.0.0.1');
  await once(bucket, 'listening');
  const settings = {
    ...{ S3_BUCKET: 'b', S3_ENDPOINT: `http://127.0.0.1:${(bucket.address() as AddressInfo).port}` },
    ...{
      S3_ACCESS_KEY_ID: 'a',
      S3_SECRET_ACCESS_KEY: 's',
      S3_PATH_STYLE: true,
      LOG_LEVEL: 'silent' as const,
    },
  };
  // Before anybody asks for this process's storage.
  await processState('file-storage', () => openStorage({ ...env(), ...settings }));
  lane = await openUploads();
  who = await uploaderAt(lane.url, { plan: 'enterprise' });
});
afterAll(async () => {
  await lane.close();
  bucket.closeAllConnections();
  bucket.close();
});

describe.each(TROUBLES)('a bucket that %s', (_, how) => {
  beforeAll(() => {
    trouble = how;
  });

  it('stores nothing by any way: a 503 in our words, and no bytes are held', async () => {
    const answers = [
      await who.send('/upload/stream?filename=a.txt', { method: 'POST', body: text(50_000) }),
      await who.send('/upload/stream-batch', {
        method: 'POST',
        body: form('files', ['a.txt', text(50_000)]),
      }),
      await who.send('/upload/presign', { method: 'POST', body: JSON.stringify({ bytes: 50_000 }) }),
    ];
    for (const answer of answers) {
      const words = await answer.text();
      expect([answer.status, JSON.parse(words)]).toMatchObject([
        503,
        { error: { code: 'storage_unavailable' } },
      ]);
      expect(words).not.toMatch(/secret|AccessDenied|amazon/);
    }
    expect(await db().storedFile.count()).toBe(0);
    await expect.poll(() => who.level(), { timeout: 10_000 }).toEqual({ used: 0, reserved: 0 });
  });

  it('gives the level of a deleted file back all the same; its object goes later', async () => {
    const id = newId();
    const whose = { workspaceId: who.workspace.id, userId: who.owner.id, reservationId: newId() };
    const level = await who.level();
    await db().storedFile.create({
      data: { id, ...whose, name: 'a', bytes: 1_000, via: 'stream', kind: 'image' },
    });
    expect((await who.send(`/v1/files/${id}`)).status).toBe(503);
    expect([200, 503]).toContain((await who.send(`/v1/files/${id}`, { method: 'DELETE' })).status);
    expect((await who.send(`/v1/files/${id}`)).status).toBe(404);
    expect(await db().levelRelease.count({ where: { object: id } })).toBe(1);
    await db().levelRelease.deleteMany();
    expect((await who.level()).reserved).toBe(level.reserved);
  });
});
