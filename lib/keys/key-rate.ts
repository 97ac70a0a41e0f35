import type { Access } from '../auth/access';
import { db } from '../db/client';
import { AppError } from '../errors';
import { limitId } from '../plans/limit';
import { MINUTE, resolvePolicy } from '../plans/policy';
import { upgradeHint } from '../plans/upgrade';
import type { KeyWorkspace } from './key-workspace';
import { overrideLimit, planLimit } from './load-policy';

const RATES = [
  ['rpm', 'requests'],
  ['tpm', 'tokens'],
] as const;

/**
 * Refuses a rate above what the key's tier gives it: every decision cuts it to that anyway, and a number
 * without effect would mislead. A platform admin may prepare one for a plan to come.
 * @throws AppError `invalid_request` naming the most
 */
export async function requireKeyRate(
  workspace: KeyWorkspace,
  pinnedPlanId: string | null,
  input: { rpm?: number | null | undefined; tpm?: number | null | undefined },
  access: Access,
): Promise<void> {
  if (access.unbound || (input.rpm ?? input.tpm ?? null) === null) return;
  const pinned = pinnedPlanId
    ? await db().plan.findUniqueOrThrow({ where: { id: pinnedPlanId }, include: { limits: true } })
    : null;
  const limits = resolvePolicy({
    workspacePlan: workspace.plan.limits.map(planLimit),
    keyPlan: pinned ? pinned.limits.map(planLimit) : null,
    workspaceOverrides: workspace.overrides.map(overrideLimit),
    key: null,
  });
  for (const [field, metric] of RATES) {
    const asked = input[field] ?? null;
    const id = limitId({ metric, resource: '', scope: 'key', window: MINUTE });
    const limit = limits.find((candidate) => limitId(candidate) === id);
    const most = limit ? (limit.ceiling ?? limit.capacity) : null;
    if (asked === null || most === null || asked <= most) continue;
    const plan = (pinned ?? workspace.plan).name;
    throw new AppError(
      'invalid_request',
      `${field} may be at most ${most.toLocaleString('en')} on the ${plan} plan of ${workspace.catalog.name}. For more, ${upgradeHint(workspace.catalog)}.`,
      { field, most },
    );
  }
}
