import { beforeEach, describe, expect, it } from 'vitest';
import { db } from '../db/client';
import { hashSecret } from '../secret';
import { makeWorkspaceForEach, owner, workspaceId } from '../testing/owned-workspace';
import { makeRevisions, storedRevision } from '../testing/revision';
import { createKey } from './create-key';
import { listKeys } from './list-keys';
import { revokeKey } from './revoke-key';
import { rotateKey } from './rotate-key';
import { updateKey } from './update-key';

makeWorkspaceForEach();

const row = (id: string) => db().apiKey.findUniqueOrThrow({ where: { id } });
const trail = (action: string) => db().auditEntry.findMany({ where: { workspaceId, action } });
const storedRev = () => storedRevision(workspaceId);

describe('changing a key', () => {
  beforeEach(() => makeRevisions(workspaceId, 'headroom'));

  it('changes the fields given and no others, raises the revision, and tells before and after', async () => {
    const { facts } = await createKey(owner.actor, workspaceId, {
      name: 'k',
      rpm: 5,
      budget: { amount: '1', period: 'lifetime' },
    });
    const changed = await updateKey(owner.actor, facts.id, { rpm: 7 });
    expect(changed).toEqual({ ...facts, rpm: 7 });
    expect(await storedRev()).toBe(2);
    expect(await trail('key.update')).toMatchObject([{ before: { rpm: 5 }, after: { rpm: 7 } }]);
    const cleared = await updateKey(owner.actor, facts.id, { rpm: null, budget: null });
    expect(cleared).toMatchObject({ rpm: null, budget: null });
    expect(await row(facts.id)).toMatchObject({ budgetMicros: null, budgetPeriod: null });
  });

  it('revoking is final, in force when it answers, and may be repeated', async () => {
    const { facts } = await createKey(owner.actor, workspaceId, { name: 'k' });
    const first = await revokeKey(owner.actor, facts.id);
    expect(await storedRev()).toBe(2);
    expect(await revokeKey(owner.actor, facts.id)).toEqual(first);
    expect(await trail('key.revoke')).toHaveLength(1);
    await expect(updateKey(owner.actor, facts.id, { name: 'x' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(rotateKey(owner.actor, facts.id, { overlap_seconds: 0 })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('rotating keeps id and limits; the former secret lives as long as the overlap says', async () => {
    const { facts, secret } = await createKey(owner.actor, workspaceId, { name: 'k', rpm: 5 });
    const before = Date.now();
    const rotated = await rotateKey(owner.actor, facts.id, { overlap_seconds: 900 });
    expect(rotated.facts).toEqual({ ...facts, last4: rotated.secret.slice(-4) });
    const overlapping = await row(facts.id);
    expect(overlapping).toMatchObject({ hash: hashSecret(rotated.secret), previousHash: hashSecret(secret) });
    expect(overlapping.previousUntil?.getTime()).toBeGreaterThanOrEqual(before + 900_000);
    expect(overlapping.previousUntil?.getTime()).toBeLessThanOrEqual(Date.now() + 900_000);
    expect(await storedRev()).toBe(2);
    await rotateKey(owner.actor, facts.id, { overlap_seconds: 0 });
    expect(await row(facts.id)).toMatchObject({ previousHash: null, previousUntil: null });
    expect(JSON.stringify(await trail('key.rotate'))).not.toContain(rotated.secret);
  });

  it('of two rotations at once, the second keeps the secret that the first gave out', async () => {
    const { facts } = await createKey(owner.actor, workspaceId, { name: 'k' });
    const rotate = () => rotateKey(owner.actor, facts.id, { overlap_seconds: 900 });
    const both = (await Promise.all([rotate(), rotate()])).map(({ secret }) => hashSecret(secret));
    const { hash, previousHash } = await row(facts.id);
    expect([hash, previousHash].sort()).toEqual(both.sort());
  });

  it.each([{}, { overlap_seconds: -1 }, { overlap_seconds: 86_401 }, { overlap_seconds: 1.5 }])(
    'a rotation with %j is refused',
    async (body) => {
      const { facts } = await createKey(owner.actor, workspaceId, { name: 'k' });
      await expect(rotateKey(owner.actor, facts.id, body)).rejects.toMatchObject({
        details: { field: 'overlap_seconds' },
      });
    },
  );
});

describe('listing keys', () => {
  it('pages through every key once, newest first, and searches by name and last letters', async () => {
    const made: string[] = [];
    for (let i = 0; i < 7; i++)
      made.push((await createKey(owner.actor, workspaceId, { name: `key ${i}` })).facts.id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { keys: { id: string }[]; nextCursor: string | null } = await listKeys(
        owner.actor,
        workspaceId,
        {
          limit: '3',
          ...(cursor && { cursor }),
        },
      );
      seen.push(...page.keys.map((key) => key.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(made.reverse());
    const found = await listKeys(owner.actor, workspaceId, { q: 'KEY 3' });
    expect(found.keys.map((key) => key.name)).toEqual(['key 3']);
    await expect(listKeys(owner.actor, workspaceId, { limit: '0' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(listKeys(owner.actor, workspaceId, { page: '2' })).rejects.toMatchObject({
      code: 'unknown_field',
    });
  });
});
