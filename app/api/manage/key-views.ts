import { SYSTEM } from '@/lib/actor';
import { lookAtKeys } from '@/lib/admission/look-at';
import { AppError } from '@/lib/errors';
import type { KeyFacts } from '@/lib/keys/key-facts';
import type { CreatedKeyView, KeyView } from '@/lib/keys/schema';
import { keyStatus } from '@/lib/keys/status';
import { periodsAt } from '@/lib/plans/period';
import { keyActivity } from '@/lib/usage/key-activity';
import { spentByKey } from '@/lib/usage/spent-by-key';
import { getWorkspace } from '@/lib/workspaces/get-workspace';

/** Keys of one workspace with their use (rollups) and the budget spent (counters). */
export async function keyViews(keys: readonly KeyFacts[]): Promise<KeyView[]> {
  const workspaceId = keys[0]?.workspace_id;
  if (!workspaceId) return [];
  const [activity, spent] = await Promise.all([
    keyActivity(
      workspaceId,
      keys.map((key) => key.id),
    ),
    budgetsSpent(
      workspaceId,
      keys.filter((key) => key.budget),
    ),
  ]);
  return keys.map((key) => {
    const budget = key.budget && { ...key.budget, used_micros: spent.get(key.id) ?? 0 };
    const use = activity.get(key.id);
    return {
      ...key,
      budget,
      status: keyStatus({ ...key, budget }),
      last_used_at: use?.lastUsedAt?.toISOString() ?? null,
      sparkline: use?.sparkline ?? [],
    };
  });
}

export async function keyView(key: KeyFacts): Promise<KeyView> {
  const [view] = await keyViews([key]);
  if (!view) throw new AppError('not_found', 'There is no key with this id.');
  return view;
}

/** The answer that shows the secret, this once. */
export const keyViewWithSecret = async (made: {
  facts: KeyFacts;
  secret: string;
}): Promise<CreatedKeyView> => ({
  ...(await keyView(made.facts)),
  key: made.secret,
});

async function budgetsSpent(workspaceId: string, keys: readonly KeyFacts[]): Promise<Map<string, number>> {
  try {
    const looked = await lookAtKeys(
      workspaceId,
      keys.map((key) => key.id),
    );
    return new Map(
      [...looked].map(([id, { data }]) => [
        id,
        // The key's own: its plan may limit what each key spends in other windows, or of one resource.
        data.find((l) => l.metric === 'cost' && l.set_by === 'key')?.used ?? 0,
      ]),
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return spentInLedger(workspaceId, keys);
  }
}

/** Without the counters the ledger tells, a few seconds late: keys can be read and revoked all the same. */
async function spentInLedger(workspaceId: string, keys: readonly KeyFacts[]): Promise<Map<string, number>> {
  const { catalog } = await getWorkspace(SYSTEM, workspaceId);
  const month = { kind: 'calendar', unit: 'month', zone: catalog.time_zone, anchorDay: 1 } as const;
  const [period] = periodsAt(month, Date.now());
  const ids = (of: 'lifetime' | 'month') =>
    keys.filter((key) => key.budget?.period === of).map((key) => key.id);
  const [ever, monthly] = await Promise.all([
    spentByKey(workspaceId, ids('lifetime'), null),
    spentByKey(workspaceId, ids('month'), period.startMs),
  ]);
  return new Map([...ever, ...monthly]);
}
