import { beforeAll, expect, it } from 'vitest';
import { db, type Tx } from '../db/client';
import { hashSecret } from '../secret';
import { makeUser, makeWorkspace, seedForTests, type TestUser } from '../testing/tenants';
import { createKey } from './create-key';
import { loadKey } from './load-key';

let owner: TestUser;

beforeAll(async () => {
  await seedForTests();
  owner = await makeUser();
});

const waiting = async () => {
  const [row] = await db().$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_locks l JOIN pg_database d ON d.datname = current_database()
    JOIN pg_stat_activity a ON a.pid = l.pid AND a.datid = d.oid WHERE NOT l.granted`;
  return row?.n ?? 0;
};

type Change = (tx: Tx, keyId: string) => Promise<unknown>;
const changes: [string, Change][] = [
  ['a revocation', (tx, id) => tx.apiKey.update({ where: { id }, data: { revokedAt: new Date() } })],
  ['a rotation', (tx, id) => tx.apiKey.update({ where: { id }, data: { hash: hashSecret('another') } })],
  ['an expiry', (tx, id) => tx.apiKey.update({ where: { id }, data: { expiresAt: new Date(0) } })],
];

it.each(changes)('%s that commits while a key is loaded is seen by that load', async (_, apply) => {
  const { id: workspaceId } = await makeWorkspace(owner);
  const { facts, secret } = await createKey(owner.actor, workspaceId, { name: 'k' });
  await expect(loadKey(hashSecret(secret))).resolves.toMatchObject({ principal: { keyId: facts.id } });
  const loaded = await db().$transaction(async (tx) => {
    await apply(tx, facts.id);
    await tx.workspace.update({ where: { id: workspaceId }, data: { rev: { increment: 1 } } });
    const outcome = loadKey(hashSecret(secret)).then(
      () => 'loaded',
      (error: { code: string }) => error.code,
    );
    await expect.poll(waiting).toBe(1);
    return { outcome };
  });
  expect(await loaded.outcome).toBe('invalid_api_key');
});
