import type { Tx } from '../db/client';
import { resolvePolicy } from '../plans/policy';
import { subjectsOf } from '../plans/subjects';
import { planLimit, type WorkspacePolicy } from './load-policy';
import type { Principal } from './principal';

const PINNED = { plan: { include: { limits: { orderBy: { position: 'asc' as const } } } } };

/** A key's row with the plan it is pinned to. */
export const findKey = (tx: Tx, id: string) => tx.apiKey.findUnique({ where: { id }, include: PINNED });

/** Those of the ids that are keys of this workspace. */
export const findKeys = (tx: Tx, workspaceId: string, ids: readonly string[]) =>
  tx.apiKey.findMany({ where: { workspaceId, id: { in: [...ids] } }, include: PINNED });

export type PinnedKey = NonNullable<Awaited<ReturnType<typeof findKey>>>;

const whole = (value: bigint | null) => (value === null ? null : Number(value));

/** A key under its workspace's policy: the pinned tier, the workspace's custom limits, its own numbers. */
export function keyPrincipal(key: PinnedKey, policy: WorkspacePolicy): Principal {
  const { catalog, plan } = policy;
  // A tier pinned above the workspace's plan, as after a downgrade, no longer counts.
  const pinned = key.plan && key.plan.rank <= plan.rank ? key.plan : null;
  return {
    kind: 'key',
    workspaceId: policy.workspaceId,
    userId: key.ownerId,
    keyId: key.id,
    catalogId: catalog.id,
    contract: catalog.contract,
    currency: catalog.currency,
    plan: (pinned ?? plan).slug,
    priority: (pinned ?? plan).priority,
    limits: resolvePolicy({
      workspacePlan: plan.limits,
      keyPlan: pinned ? pinned.limits.map(planLimit) : null,
      workspaceOverrides: policy.overrides,
      key: {
        rpm: whole(key.rpm),
        tpm: whole(key.tpm),
        budgetMicros: whole(key.budgetMicros),
        budgetPeriod: key.budgetPeriod === 'month' ? 'month' : 'lifetime',
        zone: catalog.timeZone,
      },
    }),
    subjects: subjectsOf({ workspaceId: policy.workspaceId, keyId: key.id, userId: key.ownerId }),
    rev: policy.rev,
    catalogRev: policy.catalogRev,
    models: key.models,
    scopes: key.scopes,
    ips: key.ips,
    origins: policy.origins,
  };
}
