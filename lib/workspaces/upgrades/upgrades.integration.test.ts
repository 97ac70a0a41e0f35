import { describe, expect, it } from 'vitest';
import { db } from '../../db/client';
import { meanwhile } from '../../testing/meanwhile';
import { admin, makeWorkspaceForEach, owner, workspaceId } from '../../testing/owned-workspace';
import { makeRevisions, storedRevision } from '../../testing/revision';
import { makeMember, makeUser, makeWorkspace, type TestUser } from '../../testing/tenants';
import { getWorkspace } from '../get-workspace';
import { approveUpgrade } from './approve-upgrade';
import { closeUpgrade } from './close-upgrade';
import { listUpgrades, listWorkspaceUpgrades } from './list-upgrades';
import { planChanges } from './plan-changes';
import { requestUpgrade } from './request-upgrade';

makeWorkspaceForEach();

const trail = async () =>
  (await db().auditEntry.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } })).map((e) => e.action);
const planNow = async () => (await getWorkspace(owner.actor, workspaceId)).plan.slug;
const ask = (plan = 'team', note = 'Launch on Monday') =>
  requestUpgrade(owner.actor, workspaceId, { plan, note });

describe('asking for another plan', () => {
  it('changes nothing but the queue, and is audited', async () => {
    const asked = await ask();
    expect(asked).toMatchObject({
      workspace: { id: workspaceId, name: 'Acme', catalog: 'headroom' },
      from: { slug: 'free', name: 'Free' },
      to: { slug: 'team', name: 'Team' },
      current: { slug: 'free' },
      note: 'Launch on Monday',
      status: 'open',
      requested_by: { id: owner.id, email: owner.email },
      decided_by: null,
      decided_at: null,
    });
    expect(await planNow()).toBe('free');
    expect(await trail()).toEqual(['upgrade.request']);
  });

  it('a double click makes one request; the second is told of the first', async () => {
    const answers = await Promise.allSettled([ask(), ask('business')]);
    expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(ask()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/is open already.*withdraw/),
    });
    expect((await listWorkspaceUpgrades(owner.actor, workspaceId, {})).data).toHaveLength(1);
  });

  it.each([
    [{ plan: 'gold' }, /no plan "gold" in Headroom. Use one of: free, team, business, enterprise/],
    [{ plan: 'free' }, /Acme is on Free already/],
    [{ plan: 'developer' }, /no plan "developer"/],
    [{}, /plan is required/],
    [{ plan: 'team', tier: 1 }, /tier is not a known field/],
    [{ plan: 'team', note: 'x'.repeat(1001) }, /note must be at most 1000 characters/],
  ])('%j is refused in words', async (body, message) => {
    await expect(requestUpgrade(owner.actor, workspaceId, body)).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(message),
    });
    expect(await trail()).toEqual([]);
  });

  it('takes the role developer; a stranger meets a 404', async () => {
    const viewer = await makeMember(workspaceId, 'viewer');
    const developer = await makeMember(workspaceId, 'developer');
    const stranger = await makeUser();
    const by = (user: TestUser) => requestUpgrade(user.actor, workspaceId, { plan: 'team' });
    await expect(by(viewer)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(by(stranger)).rejects.toMatchObject({ code: 'not_found' });
    await expect(by(developer)).resolves.toMatchObject({ status: 'open' });
  });
});

describe('answering', () => {
  it('approved: the plan is in force when it answers, audited twice, and in the history', async () => {
    await makeRevisions(workspaceId, 'headroom');
    const { id } = await ask();
    const answer = await approveUpgrade(admin.actor, id, { note: 'Welcome' });
    expect(answer).toMatchObject({
      status: 'approved',
      current: { slug: 'team' },
      decided_by: { id: admin.id },
      decision_note: 'Welcome',
    });
    expect(await planNow()).toBe('team');
    expect(await storedRevision(workspaceId)).toBe(2);
    expect(await trail()).toEqual(['upgrade.request', 'upgrade.approve', 'workspace.plan']);
    expect(await planChanges(owner.actor, workspaceId)).toMatchObject([
      { from: { slug: 'free', name: 'Free' }, to: { slug: 'team', name: 'Team' }, by: 'Ada' },
    ]);
  });

  it('declined and withdrawn: the plan stays, and the workspace may ask anew', async () => {
    const first = await ask();
    await expect(
      closeUpgrade(admin.actor, first.id, 'declined', { note: 'Next quarter' }),
    ).resolves.toMatchObject({
      status: 'declined',
      decision_note: 'Next quarter',
    });
    const second = await ask('business');
    await expect(closeUpgrade(owner.actor, second.id, 'withdrawn', {})).resolves.toMatchObject({
      status: 'withdrawn',
      decided_by: { id: owner.id },
    });
    await ask();
    expect(await planNow()).toBe('free');
    expect(await trail()).toEqual([
      'upgrade.request',
      'upgrade.decline',
      'upgrade.request',
      'upgrade.withdraw',
      'upgrade.request',
    ]);
  });

  it('two admins at once: one decides, the other is told so; the plan is what was decided', async () => {
    const { id } = await ask();
    const answers = await Promise.allSettled([
      approveUpgrade(admin.actor, id, {}),
      closeUpgrade(admin.actor, id, 'declined', {}),
    ]);
    const [refused] = answers.filter((answer) => answer.status === 'rejected');
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
    expect(refused?.reason).toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/was (approved|declined) already/),
    });
    expect(await planNow()).toBe(answers[0]?.status === 'fulfilled' ? 'team' : 'free');
  });

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['approved', (id) => approveUpgrade(admin.actor, id, {})],
    ['declined', (id) => closeUpgrade(admin.actor, id, 'declined', {})],
  ])(
    'a request that went with its workspace is not %s, and neither waits for the other',
    async (_, answer) => {
      const { id } = await ask();
      const gone = meanwhile(
        workspaceId,
        () => answer(id),
        (tx) => tx.upgradeRequest.deleteMany({ where: { workspaceId } }),
      );
      expect(await gone).toBe('not_found');
    },
  );

  it('a custom plan is approved with its numbers or not at all', async () => {
    const { id } = await makeWorkspace(owner, 'zihin', 'free');
    const request = await requestUpgrade(owner.actor, id, { plan: 'enterprise' });
    await expect(approveUpgrade(admin.actor, request.id, {})).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/agreed with each workspace/),
    });
    const overrides = ['day UTC', 'month UTC 1'].map((window) => ({
      metric: 'requests',
      scope: 'workspace',
      window,
      capacity: 50_000,
    }));
    const rate = { metric: 'requests', scope: 'key', window: 'rolling 60000', capacity: 900 };
    await approveUpgrade(admin.actor, request.id, { overrides: [...overrides, rate] });
    expect(await getWorkspace(owner.actor, id)).toMatchObject({
      plan: { slug: 'enterprise' },
      overrides: expect.arrayContaining([expect.objectContaining({ capacity: 900 })]),
    });
  });

  it('no member decides, whatever the role; nobody of elsewhere sees the request', async () => {
    const { id } = await ask();
    const other = await makeMember(workspaceId, 'developer');
    const stranger = await makeUser();
    for (const user of [owner, other]) {
      await expect(approveUpgrade(user.actor, id, {})).rejects.toMatchObject({ code: 'forbidden' });
      await expect(closeUpgrade(user.actor, id, 'declined', {})).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(closeUpgrade(other.actor, id, 'withdrawn', {})).rejects.toMatchObject({ code: 'forbidden' });
    for (const missing of [id, crypto.randomUUID(), 'no-id'])
      await expect(approveUpgrade(stranger.actor, missing, {})).rejects.toMatchObject({
        code: 'not_found',
        message: 'There is no upgrade request with this id.',
      });
    await expect(listUpgrades(owner.actor, {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the queue', () => {
  it('lists open requests of every workspace oldest first, page by page', async () => {
    const asked: string[] = [];
    for (let i = 0; i < 3; i++) {
      const { id } = await makeWorkspace(owner);
      asked.push((await requestUpgrade(owner.actor, id, { plan: 'team' })).id);
    }
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof listUpgrades>> = await listUpgrades(admin.actor, {
        status: 'open',
        limit: '2',
        ...(cursor && { cursor }),
      });
      seen.push(...page.data.map((row) => row.id));
      cursor = page.nextCursor;
    }
    expect(seen.slice(-3)).toEqual(asked);
    expect(new Set(seen).size).toBe(seen.length);
  });
});
