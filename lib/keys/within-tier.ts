import type { Access } from '../auth/access';
import { db } from '../db/client';
import { AppError } from '../errors';
import { formatDecimal, parseMoney } from '../money';
import { type Limit, limitId } from '../plans/limit';
import { budgetWindow, MINUTE, resolvePolicy } from '../plans/policy';
import { upgradeHint } from '../plans/upgrade';
import type { KeyWorkspace } from './key-workspace';
import { overrideLimit, planLimit } from './load-policy';
import type { UpdateKeyInput } from './schema';

/**
 * Refuses a rate or a budget above what the key's tier gives it: every decision cuts it to that anyway, and a
 * number without effect would mislead. A platform admin may prepare one for a plan to come.
 * @throws AppError `invalid_request` naming the most
 */
export async function requireWithinTier(
  workspace: KeyWorkspace,
  pinnedPlanId: string | null,
  input: Pick<UpdateKeyInput, 'rpm' | 'tpm' | 'budget'>,
  access: Access,
): Promise<void> {
  const { rpm, tpm, budget } = input;
  if (access.unbound || !(rpm || tpm || budget)) return;
  // A tier above the workspace's plan, as after a downgrade, is not in force (key-principal.ts).
  const pinned = pinnedPlanId
    ? await db().plan.findFirst({
        where: { id: pinnedPlanId, rank: { lte: workspace.plan.rank } },
        include: { limits: true },
      })
    : null;
  const limits = resolvePolicy({
    workspacePlan: workspace.plan.limits.map(planLimit),
    keyPlan: pinned ? pinned.limits.map(planLimit) : null,
    workspaceOverrides: workspace.overrides.map(overrideLimit),
    key: null,
  });
  const { catalog } = workspace;
  const atMost = (field: string, asked: number, of: Pick<Limit, 'metric' | 'window'>) => {
    const id = limitId({ resource: '', scope: 'key', ...of });
    const limit = limits.find((candidate) => limitId(candidate) === id);
    const most = limit ? (limit.ceiling ?? limit.capacity) : null;
    if (most === null || asked <= most) return;
    const spelled =
      of.metric === 'cost' ? `${formatDecimal(most)} ${catalog.currency}` : most.toLocaleString('en');
    const plan = (pinned ?? workspace.plan).name;
    throw new AppError(
      'invalid_request',
      `${field} may be at most ${spelled} on the ${plan} plan of ${catalog.name}. For more, ${upgradeHint(catalog)}.`,
      { field, most },
    );
  };
  if (rpm) atMost('rpm', rpm, { metric: 'requests', window: MINUTE });
  if (tpm) atMost('tpm', tpm, { metric: 'tokens', window: MINUTE });
  if (!budget) return;
  const window = budgetWindow(budget.period, catalog.timeZone);
  atMost('budget.amount', parseMoney(budget.amount, 'budget.amount'), { metric: 'cost', window });
}
