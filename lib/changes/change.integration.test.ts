import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { db } from '../db/client';
import { store } from '../redis/store';
import { type Cut, cutStore } from '../testing/cut';
import { makeRevisions, storedRevision } from '../testing/revision';
import { makeUser, makeWorkspace, seedForTests, type TestUser } from '../testing/tenants';
import { change } from './change';
import { retryOutbox, startOutbox } from './outbox';

let line: Cut;
let owner: TestUser;
let workspaceId: string;

beforeAll(async () => {
  line = await cutStore();
  await seedForTests();
  owner = await makeUser();
});
afterAll(() => line.close());
beforeEach(async () => {
  ({ id: workspaceId } = await makeWorkspace(owner));
  await makeRevisions(workspaceId, 'headroom');
});

const stored = () => storedRevision(workspaceId);
const row = () => db().workspace.findUniqueOrThrow({ where: { id: workspaceId } });
const outbox = () => db().revisionOutbox.count();
const trail = () => db().auditEntry.findMany({ where: { workspaceId } });

const rename = (name: string) =>
  change(owner.actor, async (tx) => {
    await tx.workspace.update({ where: { id: workspaceId }, data: { name } });
    return {
      result: name,
      audit: [
        {
          action: 'workspace.name',
          workspaceId,
          target: { kind: 'workspace', id: workspaceId, name },
          before: { name: 'Acme' },
          after: { name },
        },
      ],
      bumps: [
        { kind: 'workspace', id: workspaceId },
        { kind: 'workspace', id: workspaceId },
      ],
    };
  });

async function storeAnswers(): Promise<void> {
  for (;;) {
    try {
      await store().pipeline([['PING']]);
      return;
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

it('a change that was answered is in the database, audited and raised in the store, once', async () => {
  await expect(rename('New')).resolves.toBe('New');
  expect(await row()).toMatchObject({ name: 'New', rev: 2 });
  expect(await stored()).toBe(2);
  expect(await outbox()).toBe(0);
  expect(await trail()).toMatchObject([
    {
      actorKind: 'user',
      actorId: owner.id,
      action: 'workspace.name',
      before: { name: 'Acme' },
      after: { name: 'New' },
    },
  ]);
});

it('a change that fails leaves no trace', async () => {
  const failing = change(owner.actor, async (tx) => {
    await tx.workspace.update({ where: { id: workspaceId }, data: { name: 'Half' } });
    throw new Error('midway');
  });
  await expect(failing).rejects.toThrow('midway');
  expect(await row()).toMatchObject({ name: 'Acme', rev: 1 });
  expect(await trail()).toEqual([]);
  expect(await stored()).toBe(1);
});

it('concurrent changes each raise the revision, and the store ends at the highest', async () => {
  await Promise.all(Array.from({ length: 100 }, (_, i) => rename(`n${i}`)));
  expect((await row()).rev).toBe(101);
  expect(await stored()).toBe(101);
  expect(await trail()).toHaveLength(100);
});

it('without the store the change is saved, answers change_pending and the retry puts it in force', async () => {
  line.cut();
  await expect(rename('Later')).rejects.toMatchObject({ code: 'change_pending', status: 503 });
  expect(await row()).toMatchObject({ name: 'Later', rev: 2 });
  expect(await outbox()).toBe(1);
  await expect(retryOutbox()).rejects.toThrow();
  expect(await outbox()).toBe(1);

  line.restore();
  await storeAnswers();
  expect(await stored()).toBe(1);
  expect(await retryOutbox()).toBe(1);
  expect(await stored()).toBe(2);
  expect(await outbox()).toBe(0);
});

it('the running outbox raises what is pending within seconds, by itself', async () => {
  line.cut();
  await expect(rename('Later')).rejects.toMatchObject({ code: 'change_pending' });
  line.restore();
  const stop = startOutbox();
  await expect.poll(outbox, { timeout: 10_000 }).toBe(0);
  await storeAnswers();
  expect(await stored()).toBe(2);
  await stop();
});

it('a revision in the store is never lowered', async () => {
  await makeRevisions(workspaceId, 'headroom', 9);
  await rename('New');
  expect(await stored()).toBe(9);
});
