import { beforeAll, expect, it } from 'vitest';
import { seedCatalogs } from '../../prisma/catalogs/seed';
import { db } from '../db/client';
import { newId } from '../ids';
import { makeUser, makeWorkspace } from '../testing/tenants';
import { pruneAlerts } from './prune';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 5, 1);
const ago = (days: number) => new Date(NOW - days * DAY_MS);

let workspaceId: string;
let ruleId: string;

beforeAll(async () => {
  await seedCatalogs(db(), { upstreamBaseUrl: 'http://127.0.0.1:1/v1', demoModels: false });
  workspaceId = (await makeWorkspace(await makeUser())).id;
  ruleId = newId();
  const rule = { name: 'r', thresholds: [50], projected: false, email: 'nobody' };
  await db().alertRule.create({ data: { id: ruleId, workspaceId, ...rule } });
});

/** @returns the alert's id */
async function alert(limit: string, days: number, periodStart = ago(days), rule: string | null = ruleId) {
  const id = newId();
  const subject = { scope: 'workspace', subjectId: workspaceId, subjectName: 'w' };
  await db().alert.create({
    data: {
      id,
      workspaceId,
      ruleId: rule,
      ruleName: 'r',
      threshold: 50,
      limit,
      ...subject,
      periodStart,
      capacity: 10n,
      used: 5n,
      createdAt: ago(days),
    },
  });
  return id;
}

const delivery = (alertId: string, days: number, status: 'pending' | 'delivered' | 'failed') =>
  db().delivery.create({
    data: { id: newId(), workspaceId, alertId, type: 't', body: '{}', status, createdAt: ago(days) },
  });

const MONTH = 'workspace:requests/*/month UTC 1';

it('what is old goes; what would be told again, or is still to be sent, stays', async () => {
  const stays = [
    await alert(MONTH, 89),
    await alert('key:cost/*/lifetime', 400, new Date(0)),
    await alert(`key:requests/*/rolling ${200 * DAY_MS}`, 100),
    await alert('workspace:requests/*/concurrent', 95),
  ];
  await alert(MONTH, 91);
  await alert('key:requests/*/rolling 60000', 120);
  await alert('key:cost/*/lifetime', 400, new Date(0), null);
  await delivery(stays[3] ?? '', 95, 'pending');
  await delivery(stays[0] ?? '', 89, 'failed');
  await delivery(stays[1] ?? '', 400, 'delivered');
  expect(await pruneAlerts(90, NOW)).toEqual({ alerts: 3, deliveries: 1 });
  const left = await db().alert.findMany({ where: { workspaceId }, select: { id: true } });
  expect(left.map(({ id }) => id).sort()).toEqual([...stays].sort());
  expect(await db().delivery.count({ where: { workspaceId } })).toBe(2);
  expect(await pruneAlerts(90, NOW)).toEqual({ alerts: 0, deliveries: 0 });
});
