import type { Prisma } from '../db/generated/client';
import { formatDecimal } from '../money';
import type { KeyView } from './schema';

/** What a key's row alone says; use and budget spent are added from rollups and counters (app/api/manage). */
export type KeyFacts = Omit<KeyView, 'last_used_at' | 'sparkline' | 'status' | 'budget'> & {
  budget: { amount: string; period: 'lifetime' | 'month'; limit_micros: number } | null;
};

export const KEY_INCLUDE = {
  plan: { select: { slug: true } },
  owner: { select: { id: true, name: true, email: true } },
} satisfies Prisma.ApiKeyInclude;

export type KeyRow = Prisma.ApiKeyGetPayload<{ include: typeof KEY_INCLUDE }>;

const whole = (value: bigint | null) => (value === null ? null : Number(value));
const iso = (value: Date | null) => value?.toISOString() ?? null;

/** A key as its row has it: money in micro-units beside its decimal, instants in ISO. */
export function keyFacts(row: KeyRow): KeyFacts {
  const limitMicros = whole(row.budgetMicros);
  return {
    id: row.id,
    workspace_id: row.workspaceId,
    name: row.name,
    prefix: row.prefix,
    last4: row.last4,
    plan: row.plan?.slug ?? null,
    rpm: whole(row.rpm),
    tpm: whole(row.tpm),
    budget:
      limitMicros === null
        ? null
        : {
            amount: formatDecimal(limitMicros),
            period: row.budgetPeriod === 'month' ? 'month' : 'lifetime',
            limit_micros: limitMicros,
          },
    scopes: row.scopes,
    models: row.models,
    ips: row.ips,
    owner: row.owner,
    created_at: row.createdAt.toISOString(),
    expires_at: iso(row.expiresAt),
    revoked_at: iso(row.revokedAt),
  };
}

/** What an audit row tells of a key: the fields a person may set. */
export function auditedKey({
  name,
  plan,
  rpm,
  tpm,
  budget,
  scopes,
  models,
  ips,
  owner,
  expires_at,
}: KeyFacts) {
  const money = budget && { amount: budget.amount, period: budget.period };
  return { name, plan, rpm, tpm, budget: money, scopes, models, ips, owner: owner.email, expires_at };
}
