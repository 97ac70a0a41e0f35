import { expect, it } from 'vitest';
import { db, type Tx } from '../db/client';
import { meanwhile } from '../testing/meanwhile';
import { makeWorkspaceForEach, owner, workspaceId } from '../testing/owned-workspace';
import { makeMember } from '../testing/tenants';
import { createKey } from './create-key';
import { revokeKey } from './revoke-key';
import { rotateKey } from './rotate-key';
import { updateKey } from './update-key';

makeWorkspaceForEach();

const make = async () => (await createKey(owner.actor, workspaceId, { name: 'k', rpm: 1 })).facts.id;

type Change = (id: string) => Promise<unknown>;

it.each<[string, Change]>([
  ['an edit', (id: string) => updateKey(owner.actor, id, { rpm: 2 })],
  ['a rotation', (id: string) => rotateKey(owner.actor, id, { overlap_seconds: 0 })],
  ['a revocation', (id: string) => revokeKey(owner.actor, id)],
])('%s and a change of the workspace that touches its keys do not wait for each other', async (_, change) => {
  const id = await make();
  const touch = (tx: Tx) => tx.apiKey.updateMany({ where: { workspaceId }, data: { ownerId: owner.id } });
  expect(await meanwhile(workspaceId, () => change(id), touch)).toBeTypeOf('object');
});

it.each<[string, Change]>([
  ['edited', (id: string) => updateKey(owner.actor, id, { rpm: 2 })],
  ['rotated', (id: string) => rotateKey(owner.actor, id, { overlap_seconds: 60 })],
])('a key that was revoked or deleted meanwhile is not %s', async (_, change) => {
  const revoked = await make();
  const revoke = (tx: Tx) => tx.apiKey.update({ where: { id: revoked }, data: { revokedAt: new Date() } });
  expect(await meanwhile(workspaceId, () => change(revoked), revoke)).toBe('conflict');
  const deleted = await make();
  expect(
    await meanwhile(
      workspaceId,
      () => change(deleted),
      (tx) => tx.apiKey.delete({ where: { id: deleted } }),
    ),
  ).toBe('not_found');
});

it('whoever is removed meanwhile gets no key, and nobody makes one for them', async () => {
  const lin = await makeMember(workspaceId, 'developer');
  const leave = (tx: Tx) => tx.member.deleteMany({ where: { workspaceId, userId: lin.id } });
  const byThem = () => createKey(lin.actor, workspaceId, { name: 'k' });
  expect(await meanwhile(workspaceId, byThem, leave)).toBe('not_found');
  const ada = await makeMember(workspaceId, 'developer');
  const forThem = () => createKey(owner.actor, workspaceId, { name: 'k', owner_id: ada.id });
  const remove = (tx: Tx) => tx.member.deleteMany({ where: { workspaceId, userId: ada.id } });
  expect(await meanwhile(workspaceId, forThem, remove)).toBe('invalid_request');
  expect(await db().apiKey.count({ where: { workspaceId } })).toBe(0);
});

it('of edits at once, each tells in the audit log what it found', async () => {
  const id = await make();
  await Promise.all([2, 3, 4, 5].map((rpm) => updateKey(owner.actor, id, { rpm })));
  const trail = await db().auditEntry.findMany({ where: { workspaceId, action: 'key.update' } });
  const steps = trail.map(({ before, after }) => [before, after].map((facts) => Object(facts).rpm));
  const { rpm } = await db().apiKey.findUniqueOrThrow({ where: { id } });
  // From 1 to where it stands, each step begins where another ended.
  const ends = new Map(steps.map(([from, to]) => [from, to]));
  let at = 1;
  for (let step = 0; step < 4; step++) at = ends.get(at);
  expect(at).toBe(Number(rpm));
});
