import type { Actor } from '../actor';
import { look } from '../admission/look';
import { requirePlatformAdmin } from '../auth/access';
import { change } from '../changes/change';
import { lockWorkspace } from '../changes/lock-workspace';
import { AppError } from '../errors';
import { keyCallers } from '../keys/callers';
import { keyFor, requireLive } from '../keys/key-access';
import type { Principal } from '../keys/principal';
import { countersOf } from '../limits/call';
import { counterCode } from '../limits/counter';
import { countedSpan } from '../limits/fill';
import { forgetCounters, takeSnapshot } from '../limits/snapshot';
import { parse } from '../parse';
import { counterName, formatWindow, type Limit, limitId } from '../plans/limit';
import { shardOf } from '../redis/keys';
import { patientStore } from '../redis/patient';
import { type CounterReset, resetsOf, writeResets } from '../usage/counter-resets';
import { type SpanQuery, usedInSpans } from '../usage/used-in-spans';
import { fromStore } from './from-store';
import { type ResetKeyView, resetKeyInput } from './schema';

const ATTEMPTS = 10;
/** Tells resets from other holders of advisory locks. */
const KEY_RESETS = 1;

/**
 * Takes out of a key's own counters what it has used so far: rates, quotas and budget begin anew, in force on the
 * next request. The ledger and its totals stay; what runs stays counted. Only a platform admin may, since it lets a
 * key use more than its plan says.
 * @throws AppError `not_found`, `forbidden`, `conflict` for a revoked key, `quota_unavailable`
 */
export async function resetKey(actor: Actor, keyId: string, body: unknown): Promise<ResetKeyView> {
  const { key } = await keyFor(actor, keyId);
  requirePlatformAdmin(actor, 'reset a key’s counters');
  const { note } = parse(resetKeyInput, body);
  requireLive(key);
  const principal = await callerOf(key.workspaceId, key.id);
  const limits = countersOf(principal, 'key').filter(({ window }) => hasUse(window.kind));
  const view = await change(actor, async (tx) => {
    // Of two resets at once the second finds that nothing is left to take out. No row is held while the store is
    // read: changes and policy loads would wait for it.
    await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(${KEY_RESETS}::int, hashtext(${key.id}))`;
    const used = await fromStore(settledUse(principal, key.id, limits, () => resetsOf([key.id], tx)));
    await lockWorkspace(tx, key.workspaceId);
    await writeResets(
      tx,
      key.workspaceId,
      used.map(({ reset }) => reset),
    );
    const counters = used.map(({ limit, counted }) => ({
      limit: limitId(limit),
      metric: limit.metric,
      resource: limit.resource || null,
      window: formatWindow(limit.window),
      forgiven: counted,
    }));
    const at = new Date(used[0]?.reset.atMs ?? Date.now()).toISOString();
    return {
      result: { key_id: key.id, at, counters },
      audit: [
        {
          action: 'key.reset',
          workspaceId: key.workspaceId,
          target: { kind: 'key', id: key.id, name: key.name },
          before: Object.fromEntries(counters.map(({ limit, forgiven }) => [limit, forgiven])),
          after: {
            ...Object.fromEntries(counters.map(({ limit }) => [limit, 0])),
            ...(note && { note }),
          },
        },
      ],
      // Whoever is refused from memory is refused by this policy alone.
      bumps: [{ kind: 'workspace', id: key.workspaceId }],
    };
  });
  await fromStore(makeAnew(principal, limits));
  return view;
}

/** What runs, and what is stored, is not used up. */
const hasUse = (kind: Limit['window']['kind']): boolean => kind !== 'concurrent' && kind !== 'standing';

async function callerOf(workspaceId: string, keyId: string): Promise<Principal> {
  const [principal] = await keyCallers(workspaceId, [keyId]);
  if (!principal) throw new AppError('not_found', 'There is no key with this id.');
  return principal;
}

interface Used {
  limit: Limit;
  /** What it counted of settled use. */
  counted: number;
  reset: CounterReset;
}

/** What each counter counts of what is settled, as of one instant of the store. */
async function settledUse(
  principal: Principal,
  keyId: string,
  limits: readonly Limit[],
  resets: () => Promise<CounterReset[]>,
): Promise<Used[]> {
  const { workspaceId } = principal;
  const before = await resets();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const snapshot = await takeSnapshot(patientStore(), workspaceId, []);
    if (typeof snapshot === 'string') break;
    const { atMs, streamId } = snapshot;
    const spans = limits.map((limit): SpanQuery => {
      const [fromMs, toMs] = countedSpan(limit, atMs);
      const { resource, window } = limit;
      const rolling = window.kind === 'rolling' ? { windowMs: window.windowMs, reachMs: fromMs } : null;
      return { resource, fromMs, toMs, rolling };
    });
    const found = await usedInSpans(workspaceId, shardOf(workspaceId), spans, streamId, patientStore());
    if (found === 'ahead') continue;
    return limits.map((limit, i) => {
      const counter = counterName(limit);
      const isRolling = limit.window.kind === 'rolling';
      const periodStartMs = isRolling ? 0 : (spans[i]?.fromMs ?? 0);
      const mine = (found[i] ?? []).filter((use) => use.keyId === keyId);
      const sum = mine.reduce(
        (total, { least }) => total + (limit.metric === 'bytes' ? 0 : least[limit.metric]),
        0,
      );
      const known = before.find((one) => one.counter === counter && one.periodStartMs === periodStartMs);
      // Of a rolling one the figure is for the audit log: from its reset on, nothing older counts.
      const counted = Math.max(0, isRolling ? sum : sum - (known?.forgiven ?? 0));
      const forgiven = isRolling ? 0 : counted;
      return { limit, counted, reset: { keyId, counter, periodStartMs, forgiven, atMs } };
    });
  }
  throw new AppError(
    'quota_unavailable',
    'The counters of this key could not be read while it is so busy, or while they are rebuilt. Try again in a few seconds.',
  );
}

async function makeAnew(principal: Principal, limits: readonly Limit[]): Promise<void> {
  const { workspaceId, keyId, subjects } = principal;
  const subject = { scope: 'key' as const, subject: subjects.key };
  await forgetCounters(patientStore(), workspaceId, subject, limits.map(counterCode));
  // A look makes them at once; where it gives up, the next request does.
  await look({ principal, refresh: () => callerOf(workspaceId, keyId ?? '') }).catch(() => undefined);
}
