import type { Actor } from '../actor';
import { look } from '../admission/look';
import { requirePlatformAdmin } from '../auth/access';
import { change } from '../changes/change';
import { db } from '../db/client';
import { AppError } from '../errors';
import { isId } from '../ids';
import { keyCallers, workspaceCaller } from '../keys/callers';
import type { Principal } from '../keys/principal';
import { counterCode } from '../limits/counter';
import { forgetCounters } from '../limits/snapshot';
import { patientStore } from '../redis/patient';
import { type Comparison, compareWorkspace, type Drifted } from './drift';
import { driftedViews, driftView } from './drift-view';
import { fromStore } from './from-store';
import type { DriftView, RepairView } from './schema';

/**
 * Makes a workspace's drifted counters anew from the ledger and the open requests, while it is in use: nothing of
 * a subject is admitted between the moment a counter is forgotten and the moment it is right again.
 * @throws AppError `not_found`, `forbidden` for anyone but a platform admin, `quota_unavailable`, `conflict` where
 * the counters cannot be compared now
 */
export async function repairDrift(actor: Actor, workspaceId: string): Promise<RepairView> {
  requirePlatformAdmin(actor, 'repair counters');
  const workspace = isId(workspaceId)
    ? await db().workspace.findUnique({
        where: { id: workspaceId },
        select: { id: true, name: true, catalogId: true },
      })
    : null;
  if (!workspace) throw new AppError('not_found', 'There is no workspace with this id.');
  const found = await compared(workspaceId);
  if (found.drifted.length === 0) return { repaired: [], after: await driftView(workspace, found) };
  const repaired = await driftedViews(workspace, found.drifted);
  // First of all, so that none goes unaudited: a counter that is forgotten is made anew, come what may.
  await change(actor, async () => ({
    result: undefined,
    audit: [
      {
        action: 'counters.repair',
        workspaceId,
        target: { kind: 'workspace', id: workspaceId, name: workspace.name },
        before: Object.fromEntries(repaired.map((one) => [nameOf(one), one.counted])),
        after: Object.fromEntries(repaired.map((one) => [nameOf(one), expectedOf(one)])),
      },
    ],
    bumps: [],
  }));
  await fromStore(makeAnew(workspaceId, found.drifted));
  return { repaired, after: await driftView(workspace, await compared(workspaceId)) };
}

const nameOf = ({ limit, subject }: DriftView): string => `${subject.name} (${subject.id}) ${limit}`;

const expectedOf = ({ expected }: DriftView) => ({ used: expected.used, reserved: expected.reserved });

async function compared(workspaceId: string): Promise<Extract<Comparison, { state: 'compared' }>> {
  const found = await fromStore(compareWorkspace(workspaceId));
  if (found.state === 'compared') return found;
  throw new AppError(
    'conflict',
    found.state === 'rebuilding'
      ? 'The counters are being rebuilt after the store lost its memory, which repairs them all. Look again in a few seconds.'
      : 'The workspace is so busy that its counters could not be compared. Try again in a few seconds.',
  );
}

async function makeAnew(workspaceId: string, drifted: readonly Drifted[]): Promise<void> {
  const subjects = [...new Set(drifted.map(({ of }) => of))];
  for (const of of subjects) {
    const counters = drifted.filter((one) => one.of === of).map(({ limit }) => counterCode(limit));
    await forgetCounters(patientStore(), workspaceId, of, counters);
    // A look makes them at once; where it gives up, the next request does.
    await look({ principal: of.principal, refresh: () => again(of.principal) }).catch(() => undefined);
  }
}

async function again(principal: Principal): Promise<Principal> {
  const { workspaceId, keyId, userId } = principal;
  if (keyId === null) return workspaceCaller(workspaceId, userId);
  return (await keyCallers(workspaceId, [keyId]))[0] ?? principal;
}
