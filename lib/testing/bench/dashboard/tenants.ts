import { db } from '../../../db/client';
import { type Caller, generateHistory, type HistoryPlan } from '../../../demo/seed/history';
import { newId } from '../../../ids';
import { hashSecret, last4, makeSecret } from '../../../secret';
import { makeMember, makeUser, makeWorkspace, seedForTests } from '../../tenants';

/** Workspaces of very different size, as an installation has them: the first one makes a third of all calls. */
const SHARES = [0.33, 0.15, 0.1, 0.07, ...Array<number>(35).fill(0.01)];
const DAYS = 31;
const MODELS = [
  { name: 'gpt-4o-mini', inputPrice: 150_000, outputPrice: 600_000, weight: 1 },
  { name: 'gpt-4o', inputPrice: 2_500_000, outputPrice: 10_000_000, weight: 1 },
  { name: 'o4-mini', inputPrice: 1_100_000, outputPrice: 4_400_000, weight: 1 },
];

export interface BenchWorkspace {
  id: string;
  keyIds: string[];
  /** A key that makes one call in five thousand. */
  rareKeyId: string;
  plan: HistoryPlan;
}

/** Workspaces with members and keys, and the plan of a month in which they make about `count` calls together. */
export async function makeTenants(count: number, endMs: number): Promise<BenchWorkspace[]> {
  await seedForTests();
  const perUnit = callsPerUnit(endMs);
  const tenants: BenchWorkspace[] = [];
  for (const [i, share] of SHARES.entries()) {
    tenants.push(await makeTenant((count * share) / perUnit, i < 4 ? 12 : 3, endMs, i));
  }
  return tenants;
}

async function makeTenant(
  busiest: number,
  keys: number,
  endMs: number,
  seed: number,
): Promise<BenchWorkspace> {
  const owner = await makeUser();
  const { id } = await makeWorkspace(owner);
  const members = [owner, await makeMember(id, 'developer'), await makeMember(id, 'developer')];
  const keyIds: string[] = [];
  const callers: Caller[] = [];
  const rhythms = ['steady', 'office', 'evening'] as const;
  for (let k = 0; k < keys; k++) {
    const secret = makeSecret('hr_live_');
    const userId = members[k % members.length]?.id ?? owner.id;
    const keyId = newId();
    const row = { id: keyId, workspaceId: id, ownerId: userId, name: `Key ${k + 1}`, prefix: 'hr_live_' };
    await db().apiKey.create({ data: { ...row, hash: hashSecret(secret), last4: last4(secret) } });
    keyIds.push(keyId);
    const last = k === keys - 1;
    callers.push({
      keyId,
      userId,
      busiest: last ? busiest / 5000 : busiest / (keys - 1),
      rhythm: rhythms[k % 3] ?? 'steady',
      shape: k % 2 === 0 ? 'conversation' : 'code',
      models: MODELS.map((model, m) => ({ ...model, share: [0.7, 0.2, 0.1][m] ?? 0 })),
    });
  }
  callers.push({ ...(callers[0] as Caller), keyId: null, busiest: busiest / 200 });
  const nightly = keys > 3 ? { caller: callers[1] as Caller, rpm: 40, minutes: 6 } : undefined;
  const plan = { workspaceId: id, endMs, days: DAYS, callers, ...(nightly && { nightly }), seed: seed + 1 };
  return { id, keyIds, rareKeyId: keyIds.at(-1) ?? '', plan };
}

/** How many calls a month makes for each call of the busiest hour, over the mix of rhythms. */
function callsPerUnit(endMs: number): number {
  const busiest = 60;
  const rhythms = ['steady', 'office', 'evening'] as const;
  const callers = rhythms.map((rhythm): Caller => {
    const models = [{ ...(MODELS[0] as (typeof MODELS)[number]), share: 1 }];
    return { keyId: null, userId: newId(), busiest, rhythm, shape: 'conversation', models };
  });
  const { events } = generateHistory({ workspaceId: newId(), endMs, days: DAYS, callers });
  return events.length / (busiest * rhythms.length);
}
