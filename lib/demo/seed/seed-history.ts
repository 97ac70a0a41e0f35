import { db } from '../../db/client';
import { newId } from '../../ids';
import { createKey } from '../../keys/create-key';
import { ingest } from '../../usage/ingest';
import { writeDenials } from '../../usage/write-denials';
import type { DemoWorkspace } from '../demo-info';
import type { UserActor } from './accounts';
import { type Caller, generateHistory, type HistoryModel } from './history';
import { refusalReceipts } from './refusal-receipts';

const DAYS = 31;
const DAY_MS = 86_400_000;
const NIGHTLY_RPM = 40;

/** A month of use of one workspace: its keys, its people, its calls and its refusals. */
export async function seedHistory({ id, owner: { email } }: DemoWorkspace, endMs: number): Promise<void> {
  const { id: ownerId, name } = await db().user.findUniqueOrThrow({ where: { email } });
  const owner: UserActor = {
    kind: 'user',
    userId: ownerId,
    name,
    platformAdmin: false,
    sessionId: newId(),
    ip: null,
  };
  const ada = await ensureMember(id, 'ada@acme.example', 'Ada Moreau');
  const lin = await ensureMember(id, 'lin@acme.example', 'Lin Okafor');
  const models = await historyModels(id);
  const small = (share: number) => models.map((m, i) => ({ ...m, share: i === 0 ? share : 1 - share }));
  const key = (name: string, more: object = {}) => ensureKey(owner, id, name, more);
  const production = await key('Production');
  const mobile = await key('Mobile app', { owner_id: ada, budget: { amount: '12.00', period: 'lifetime' } });
  const search = await key('Search ranking', { owner_id: lin, rpm: 30 });
  const nightly = await key('Nightly reports', { owner_id: lin, rpm: NIGHTLY_RPM });
  const callers: Caller[] = [
    {
      keyId: production,
      userId: ownerId,
      busiest: 62,
      rhythm: 'steady',
      shape: 'conversation',
      models: small(0.7),
    },
    { keyId: mobile, userId: ada, busiest: 34, rhythm: 'evening', shape: 'conversation', models: small(0.9) },
    { keyId: search, userId: lin, busiest: 26, rhythm: 'office', shape: 'code', models: small(1) },
    { keyId: null, userId: ada, busiest: 4, rhythm: 'office', shape: 'conversation', models: small(0.3) },
  ];
  const caller: Caller = {
    keyId: nightly,
    userId: lin,
    busiest: 0,
    rhythm: 'steady',
    shape: 'code',
    models: small(1),
  };
  const history = generateHistory({
    workspaceId: id,
    endMs,
    days: DAYS,
    callers,
    nightly: { caller, rpm: NIGHTLY_RPM, minutes: 6 },
  });
  await ingest(history.events);
  // Refusals add up where events replace: only the first time.
  const denied = await db().denialMinute.count({ where: { workspaceId: id } });
  if (denied === 0) await writeDenials(history.denials, refusalReceipts(history.denials, NIGHTLY_RPM));
  await db().apiKey.updateMany({
    where: { workspaceId: id },
    data: { createdAt: new Date(endMs - (DAYS + 3) * DAY_MS) },
  });
}

async function ensureMember(workspaceId: string, email: string, name: string): Promise<string> {
  const { id } = await db().user.upsert({
    where: { email },
    update: {},
    create: { id: newId(), email, name },
  });
  await db().member.upsert({
    where: { workspaceId_userId: { workspaceId, userId: id } },
    update: {},
    create: { workspaceId, userId: id, role: 'developer' },
  });
  return id;
}

async function ensureKey(owner: UserActor, workspaceId: string, name: string, more: object): Promise<string> {
  const found = await db().apiKey.findFirst({ where: { workspaceId, name } });
  return found?.id ?? (await createKey(owner, workspaceId, { name, ...more })).facts.id;
}

/** The two plain models of the workspace's catalog, the small one first. */
async function historyModels(workspaceId: string): Promise<HistoryModel[]> {
  const { catalogId } = await db().workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const rows = await db().model.findMany({
    where: { catalogId, listed: true, resource: 'chat' },
    orderBy: { position: 'asc' },
    take: 2,
  });
  return rows.map((row) => ({
    name: row.name,
    share: 0,
    inputPrice: Number(row.inputPrice),
    outputPrice: Number(row.outputPrice),
    weight: row.weight,
  }));
}
