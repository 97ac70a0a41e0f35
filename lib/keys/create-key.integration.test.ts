import { describe, expect, it } from 'vitest';
import { db } from '../db/client';
import { newId } from '../ids';
import { hashSecret, looksLikeKey } from '../secret';
import { admin, makeWorkspaceForEach, owner, workspaceId } from '../testing/owned-workspace';
import { makeMember, makeWorkspace, type TestUser } from '../testing/tenants';
import { createKey } from './create-key';
import { getKey } from './get-key';
import { listKeys } from './list-keys';
import { updateKey } from './update-key';

makeWorkspaceForEach();

const row = (id: string) => db().apiKey.findUniqueOrThrow({ where: { id } });
const trail = (action: string) => db().auditEntry.findMany({ where: { workspaceId, action } });
const inWorkspace = async (catalog: string, plan: string) => (await makeWorkspace(owner, catalog, plan)).id;
const future = new Date(Date.now() + 3_600_000).toISOString();

it('a tier pinned above the plan that a workspace is on now gives a key no higher numbers', async () => {
  const team = await inWorkspace('headroom', 'team');
  const { facts } = await createKey(owner.actor, team, { name: 'k', plan: 'team' });
  const free = { catalogId: 'headroom', slug: 'free' };
  const { id: planId } = await db().plan.findUniqueOrThrow({ where: { catalogId_slug: free } });
  await db().workspace.update({ where: { id: team }, data: { planId } });
  await expect(updateKey(owner.actor, facts.id, { rpm: 61 })).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringMatching(/at most 60 on the Free plan/),
  });
});

describe('creating a key', () => {
  it('gives the secret once: stored is its hash, and the audit row tells the limits but no secret', async () => {
    const body = {
      name: ' CI ',
      plan: 'free',
      rpm: 5,
      tpm: 1000,
      budget: { amount: '12.50', period: 'month' },
      expires_at: future,
      models: ['gpt-4o-mini'],
      ips: ['203.0.113.0/24', '2001:db8::1'],
      scopes: ['chat'],
    };
    const { facts, secret } = await createKey(owner.actor, workspaceId, body);
    expect(looksLikeKey(secret, 'hr_live_')).toBe(true);
    expect(facts).toMatchObject({
      workspace_id: workspaceId,
      name: 'CI',
      plan: 'free',
      rpm: 5,
      tpm: 1000,
      budget: { amount: '12.50', period: 'month', limit_micros: 12_500_000 },
      owner: { id: owner.id },
      last4: secret.slice(-4),
      expires_at: future,
    });
    expect(await row(facts.id)).toMatchObject({ hash: hashSecret(secret), createdBy: owner.id });
    const [entry] = await trail('key.create');
    expect(entry).toMatchObject({ targetId: facts.id, after: { rpm: 5, budget: { amount: '12.50' } } });
    const everything = JSON.stringify([
      entry,
      await getKey(owner.actor, facts.id),
      await listKeys(owner.actor, workspaceId, {}),
    ]);
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(hashSecret(secret));
  });

  it.each([
    [{ name: 'k', rpm: 0 }, 'rpm', /at least 1/],
    [{ name: 'k', rpm: 10_001 }, 'rpm', /at most 10,000/],
    [{ name: 'k', rpm: 61 }, 'rpm', /at most 60 on the Free plan of Headroom/],
    [{ name: 'k', tpm: 100_001 }, 'tpm', /at most 100,000/],
    [{ name: 'k', budget: { amount: '-1', period: 'month' } }, 'budget.amount', /non-negative/],
    [{ name: 'k', budget: { amount: '1e3', period: 'month' } }, 'budget.amount', /non-negative/],
    [{ name: 'k', budget: { amount: '9999999999', period: 'month' } }, 'budget.amount', /below/],
    [{ name: 'k', plan: 'gold' }, 'plan', /no plan "gold" in Headroom.*free/],
    [{ name: 'k', plan: 'team' }, 'plan', /at most the workspace's plan, Free/],
    [{ name: 'k', plan: 'developer' }, 'plan', /no plan "developer"/],
    [{ name: 'k', expires_at: '2020-01-01T00:00:00Z' }, 'expires_at', /in the future/],
    [{ name: 'k', expires_at: 'tomorrow' }, 'expires_at', /must be a time like 2026-01-31T00:00:00Z/],
    [{ name: 'k', models: ['gpt-9'] }, 'models', /no model "gpt-9".*gpt-4o-mini/],
    [{ name: 'k', ips: ['300.1.1.1'] }, 'ips', /no IP address/],
    [{ name: 'k', ips: ['10.0.0.0/33'] }, 'ips', /no IP address/],
    [{ name: 'k', ips: ['fe80::1%eth0'] }, 'ips', /no IP address/],
    [{ name: 'k', ips: ['::ffff:10.0.0.1'] }, 'ips', /no IP address/],
    [{ name: 'k', scopes: ['everything'] }, 'scopes.0', /one of/],
    [{ name: 'k', owner_id: '018f2f6e-4b3c-7d2a-9c1e-0a1b2c3d4e5f' }, 'owner_id', /member/],
    [{ rpm: 5 }, 'name', /required/],
  ])('%j is refused naming the field, and nothing is made', async (body, field, message) => {
    await expect(createKey(owner.actor, workspaceId, body)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(message),
      details: { field },
    });
    expect(await db().apiKey.count({ where: { workspaceId } })).toBe(0);
  });

  it('a budget above what an admin set for each key of the workspace is refused, naming the most', async () => {
    const limit = { metric: 'cost', resource: '', scope: 'key', window: 'lifetime', capacity: 5_000_000n };
    await db().limitOverride.create({ data: { id: newId(), workspaceId, ...limit } });
    const withBudget = (amount: string, period: string) =>
      createKey(owner.actor, workspaceId, { name: 'k', budget: { amount, period } });
    await expect(withBudget('5.01', 'lifetime')).rejects.toMatchObject({
      message: expect.stringMatching(/^budget\.amount may be at most 5\.00 USD on the Free plan of Headroom/),
      details: { field: 'budget.amount' },
    });
    expect((await withBudget('5', 'lifetime')).facts).toMatchObject({ budget: { amount: '5.00' } });
    expect((await withBudget('9', 'month')).facts).toMatchObject({ budget: { amount: '9.00' } });
  });

  it('an unknown field is refused by its name: no tenant, role or hash comes from a body', async () => {
    for (const field of ['workspace_id', 'role', 'hash', 'tier', '__proto__']) {
      const body = JSON.parse(`{"name":"k","${field}":"x"}`);
      await expect(createKey(owner.actor, workspaceId, body)).rejects.toMatchObject({
        code: 'unknown_field',
        details: { field },
      });
    }
  });

  it('aicredits: a member may set any rate up to 10,000', async () => {
    const id = await inWorkspace('aicredits', 'standard');
    await expect(createKey(owner.actor, id, { name: 'k', rpm: 10_000 })).resolves.toMatchObject({
      facts: { rpm: 10_000 },
    });
  });

  it('an unlimited plan leaves up to 10,000, and a lower tier its own most', async () => {
    const id = await inWorkspace('headroom', 'enterprise');
    await expect(createKey(owner.actor, id, { name: 'k', rpm: 10_000 })).resolves.toBeDefined();
    await expect(createKey(owner.actor, id, { name: 'k', plan: 'team', rpm: 601 })).rejects.toMatchObject({
      details: { field: 'rpm', most: 600 },
    });
  });

  it('a custom limit of the workspace moves the most', async () => {
    await db().limitOverride.create({
      data: {
        id: crypto.randomUUID(),
        workspaceId,
        metric: 'requests',
        scope: 'key',
        window: 'rolling 60000',
        capacity: 500,
      },
    });
    await expect(createKey(owner.actor, workspaceId, { name: 'k', rpm: 500 })).resolves.toBeDefined();
    await expect(createKey(owner.actor, workspaceId, { name: 'k', rpm: 501 })).rejects.toMatchObject({
      details: { most: 500 },
    });
  });

  it('aionvision FREE: refused with the reason and the way up, for everyone; STARTER may', async () => {
    const id = await inWorkspace('aionvision', 'free');
    for (const actor of [owner.actor, admin.actor]) {
      await expect(createKey(actor, id, { name: 'k' })).rejects.toMatchObject({
        code: 'api_access_not_in_plan',
        status: 403,
        message: expect.stringMatching(
          /FREE plan of AIOnVision does not include API keys.*STARTER.*enterprise@aionvision\.tech/,
        ),
        details: { needed_plan: 'starter' },
      });
    }
    const starter = await inWorkspace('aionvision', 'starter');
    await expect(createKey(owner.actor, starter, { name: 'k' })).resolves.toMatchObject({
      facts: { prefix: 'aion_live_' },
    });
    await expect(createKey(owner.actor, starter, { name: 'k', plan: 'free' })).rejects.toMatchObject({
      code: 'api_access_not_in_plan',
    });
  });

  it('in a suspended workspace is refused for members', async () => {
    await db().workspace.update({ where: { id: workspaceId }, data: { suspendedAt: new Date() } });
    await expect(createKey(owner.actor, workspaceId, { name: 'k' })).rejects.toMatchObject({
      code: 'workspace_suspended',
    });
  });
});

describe('who owns a key', () => {
  it('the member who makes it; by someone outside, the workspace’s owner; or the member named', async () => {
    const developer = await makeMember(workspaceId, 'developer');
    const made = async (by: TestUser, owner_id?: string) =>
      (await createKey(by.actor, workspaceId, { name: 'k', ...(owner_id && { owner_id }) })).facts.owner.id;
    expect(await made(developer)).toBe(developer.id);
    expect(await made(admin)).toBe(owner.id);
    expect(await made(admin, developer.id)).toBe(developer.id);
    expect(await made(owner, developer.id)).toBe(developer.id);
    await expect(made(developer, owner.id)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
