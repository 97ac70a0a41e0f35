import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RepairView, WorkspaceDriftView } from '@/lib/system/schema';
import { call, tokenOf } from '@/lib/testing/manage-call';
import type { MeteredLane } from '@/lib/testing/metered-lane';
import { dropFileRow } from '@/lib/testing/records';
import { makeUser } from '@/lib/testing/tenants';
import { openUploads, text, type Uploader, uploaderAt } from '@/lib/testing/uploads';
import type { FileView } from '@/lib/uploads/schema';
import { POST as repairRoute } from './system/drift/[id]/repair/route';
import { GET as driftRoute } from './system/drift/route';

let lane: MeteredLane;
let who: Uploader;
let admin: string;
beforeAll(async () => {
  lane = await openUploads();
  who = await uploaderAt(lane.url);
  admin = await tokenOf(await makeUser({ platformAdmin: true }));
});
afterAll(() => lane.close());

async function drifted() {
  const query = { workspace: who.workspace.id };
  const { body } = await call<{ data: WorkspaceDriftView[] }>(driftRoute, admin, { query });
  expect(body.data[0]?.state).toBe('compared');
  return body.data[0]?.drifted;
}

async function upload(name: string, bytes: number): Promise<string> {
  const sent = await who.send(`/upload/stream?filename=${name}`, { method: 'POST', body: text(bytes) });
  expect(sent.status).toBe(201);
  const { data } = (await sent.json()) as { data: FileView[] };
  return data[0]?.id ?? '';
}

it('a workspace’s stored bytes and uploads equal its files, streamed, presigned and deleted', async () => {
  await upload('a.txt', 70_000);
  const gone = await upload('b.txt', 30_000);
  expect(await drifted()).toEqual([]);
  const presigned = await who.send('/upload/presign', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ filename: 'c.txt', bytes: 5_000 }),
  });
  expect(presigned.status).toBe(201);
  const { data } = (await presigned.json()) as { data: { upload_url: string; id: string } };
  expect(await drifted()).toEqual([]);
  const put = await fetch(`${lane.url}${new URL(data.upload_url).pathname}`, {
    method: 'PUT',
    body: text(5_000),
  });
  expect(put.ok).toBe(true);
  expect((await who.send(`/v1/files/${gone}`, { method: 'DELETE' })).status).toBeLessThan(300);
  await lane.consumer.drained();
  expect(await drifted()).toEqual([]);
});

it('a level that counts what is not there is found and repaired', async () => {
  const lost = await upload('d.txt', 12_345);
  await dropFileRow(lost);
  const [found] = (await drifted()) ?? [];
  expect(found).toMatchObject({ limit: 'workspace:bytes/*/standing', drift: 12_345 });
  const repaired = await call<RepairView>(repairRoute, admin, { method: 'POST', id: who.workspace.id });
  expect(repaired.body.after.drifted).toEqual([]);
  expect((await who.level()).used).toBe(await who.expected());
});
