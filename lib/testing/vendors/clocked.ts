import { admit } from '../../admission/admit';
import { db } from '../../db/client';
import { chatWork } from '../../gateway/chat';
import { CHAT_PATH, keyHeaders } from './published';
import type { Tenant } from './tenant';

/** Calls through the very handler that both doors serve, at an instant that the test says. */

export interface ClockedAnswer {
  status: number;
  headers: Headers;
  /** The JSON of whatever dialect answered. */
  body: unknown;
}

export const chatRequest = ({ catalog, key }: Tenant, more: object = {}, by = keyHeaders): Request =>
  new Request(`http://127.0.0.1${CHAT_PATH[catalog]}`, {
    method: 'POST',
    headers: { host: '127.0.0.1', 'content-type': 'application/json', ...by(catalog, key) },
    body: JSON.stringify({
      model: 'demo-tokens-1',
      messages: [{ role: 'user', content: 'x' }],
      max_tokens: 1,
      ...more,
    }),
  });

export async function chatAt(nowMs: number, tenant: Tenant, more: object = {}): Promise<ClockedAnswer> {
  const response = await admit(chatRequest(tenant, more), chatWork, nowMs);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** So many calls at one instant, a few side by side. @returns their statuses, counted */
export async function chatsAt(nowMs: number, tenant: Tenant, calls: number): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  let next = 0;
  const worker = async () => {
    while (next++ < calls) {
      const { status } = await chatAt(nowMs, tenant);
      counts[status] = (counts[status] ?? 0) + 1;
    }
  };
  await Promise.all([worker(), worker()]); // the least that any plan allows at a time
  return counts;
}

/** So much of a key's is in the ledger at an instant, as if it had been used then. */
export async function usedBefore(
  tenant: Tenant,
  atMs: number,
  amounts: { requests: number; messages?: number },
): Promise<void> {
  const startAt = new Date(Math.floor(atMs / 900_000) * 900_000);
  const subject = { workspaceId: tenant.id, keyId: tenant.keyId, userId: tenant.ownerId };
  const about = { resource: 'chat', model: 'demo-tokens-1', outcome: 'ok' };
  const nothing = { tokensIn: 0, tokensOut: 0, tokensMetered: 0, costMicros: 0, durationMs: 0 };
  await db().rollupQuarter.create({ data: { startAt, ...subject, ...about, ...nothing, ...amounts } });
}
