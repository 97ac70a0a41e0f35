import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { lookAtKeys, lookAtWorkspace } from '../admission/look-at';
import { db } from '../db/client';
import { makeKey } from '../testing/gateway';
import { addUse } from '../testing/records';
import { makeMember, makeUser, makeWorkspace, seedForTests } from '../testing/tenants';
import { createRule } from './create-rule';
import { evaluate } from './evaluate';
import { MailServer } from './mail-server.fixture';
import { sendDue } from './send';

const server = new MailServer();
beforeAll(async () => {
  // Before anything reads the environment, which is read once.
  vi.stubEnv('SMTP_URL', await server.listen());
  vi.stubEnv('SMTP_FROM', 'Headroom <quota@example.com>');
  await seedForTests();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

it('an alert goes by e-mail to owners and admins, once to each, with the figures and when it would run out', async () => {
  const owner = await makeUser();
  const workspace = await makeWorkspace(owner);
  const admin = await makeMember(workspace.id, 'admin');
  await makeMember(workspace.id, 'viewer');
  const { id } = await makeKey(workspace, owner.id, { budgetMicros: 10_000_000 });
  await createRule(owner.actor, workspace.id, {
    name: 'Budget',
    limit: 'key:cost/*/lifetime',
    thresholds: [50],
    projected: true,
    email: 'admins',
  });
  // Use that the ledger has: the counter is filled from it at its first look.
  await addUse(
    { id, workspace_id: workspace.id, owner: { id: owner.id } },
    { requests: 3, costMicros: 6_000_000 },
  );
  const source = { member: lookAtWorkspace, keys: lookAtKeys };
  const told = await evaluate(workspace, source);
  expect(told.map(({ threshold, used }) => [threshold, used]).sort()).toEqual([
    [0, 6_000_000n],
    [50, 6_000_000n],
  ]);
  expect(await evaluate(workspace, source)).toEqual([]);
  await sendDue();
  const to = [owner.email, admin.email];
  expect(server.taken.map((mail) => mail.to).sort()).toEqual([...to, ...to].sort());
  const all = server.taken.map(({ text }) => text).join('\n');
  expect(all).toContain('From: Headroom <quota@example.com>');
  expect(all).toContain('Used: 6.00 of 10.00.');
  expect(all).toContain('reached 50 %');
  expect(all).toContain('At the present pace nothing is left from');
  const log = await db().delivery.findMany({ where: { workspaceId: workspace.id } });
  expect(log.map(({ status }) => status)).toEqual(Array(4).fill('delivered'));
});
