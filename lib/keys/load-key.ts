import { db } from '../db/client';
import { invalidKey } from './invalid-key';
import { findKey, keyPrincipal } from './key-principal';
import { loadWorkspacePolicy, type WorkspacePolicy } from './load-policy';
import type { Principal } from './principal';
import { RefusedKey } from './refused-key';

/** A policy and how long it may be used at most. */
export interface Loaded {
  principal: Principal;
  /** null: no end of its own */
  validForMs: number | null;
}

/**
 * Reads the key with this hash and the policy in force for it.
 * @throws AppError `invalid_api_key` (unknown, revoked, expired: one answer); RefusedKey `workspace_suspended`,
 * `api_access_not_in_plan`
 */
export async function loadKey(hash: string): Promise<Loaded> {
  return db().$transaction(async (tx) => {
    // The workspace alone: what stands is read again under its lock, for a revocation, a rotation or an
    // earlier expiry may commit in between.
    const [known] = await tx.$queryRaw<{ workspace_id: string }[]>`
      SELECT workspace_id FROM api_keys WHERE hash = ${hash} OR previous_hash = ${hash}`;
    if (!known) throw invalidKey();
    const policy = await loadWorkspacePolicy(tx, known.workspace_id);
    // Time left is the database's, so that a clock of ours that is off neither shortens nor lengthens it.
    const [row] = await tx.$queryRaw<{ id: string; valid_ms: number | null }[]>`
      SELECT id,
        (extract(epoch FROM least(expires_at, CASE WHEN previous_hash = ${hash} THEN previous_until END)
          - clock_timestamp()) * 1000)::float8 AS valid_ms
      FROM api_keys
      WHERE (hash = ${hash} OR (previous_hash = ${hash} AND previous_until > clock_timestamp()))
        AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())`;
    const key = row && (await findKey(tx, row.id));
    if (!policy || !key) throw invalidKey();
    const owner = await tx.user.findUniqueOrThrow({ where: { id: key.ownerId } });
    if (owner.suspendedAt) throw invalidKey();
    const principal = keyPrincipal(key, policy);
    requireUsable(policy, principal);
    return { principal, validForMs: row.valid_ms };
  });
}

function requireUsable(policy: WorkspacePolicy, principal: Principal): void {
  if (policy.suspended) {
    throw new RefusedKey(
      'workspace_suspended',
      'This workspace is suspended, so its keys are refused. Ask the administrator to lift the suspension.',
      principal,
    );
  }
  if (!policy.plan.apiAccess) {
    const { plan, catalog } = policy;
    throw new RefusedKey(
      'api_access_not_in_plan',
      `The ${plan.name} plan has no API access, so its keys are refused. Upgrade at ${catalog.upgradeUrl} to call the API with a key.`,
      principal,
    );
  }
}
