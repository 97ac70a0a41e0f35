import { newId } from '../ids';
import type { Caller } from '../limits/call';
import type { Actual, Claim, Decision } from '../limits/decision';
import type { Engine, Reservation } from '../limits/engine';
import type { EventFacts } from '../limits/event';
import { reapOnce } from '../limits/reaper';
import { Reference, type ReferenceAnswer } from '../limits/reference';
import { type Limit, limitId, SCOPES } from '../plans/limit';
import { subjectsOf } from '../plans/subjects';
import { openKey, openMember, ringsKey, shardOf, subjectKey } from '../redis/keys';
import type { Store } from '../redis/store';
import { decided, FACTS, type TestCaller } from './engine';
import type { Piece, Sequence, Step } from './engine-sequences';
import { makeRevisions } from './revision';

interface Running {
  id: string;
  reservation: Reservation;
  decision: Decision;
  claim: Claim;
  /** Granted, and grown since. */
  units: number;
  over: boolean;
}

const claimOf = (input: number, wish: number): Claim => ({
  resource: 'chat',
  amounts: {
    requests: { base: 1 },
    tokens: { base: input, per: 1 },
    cost: { base: input * 1_500_000, per: 2_500_000, divisor: 1_000_000 },
  },
  units: { minimum: 1, wish },
});

/** Its input, and so many hundredths of what it was granted. */
function usedBy({ claim, units }: Running, hundredths: number): Actual {
  const out = Math.floor((units * hundredths) / 100);
  const input = claim.amounts.tokens?.base ?? 0;
  return { tokens: input + out, cost: Math.ceil((input * 15 + out * 25) / 10) };
}

/** Runs one sequence on the engine and on the reference. @throws Error that says where they part */
export async function runSequence(
  engine: Engine,
  store: Store,
  { limits, steps }: Sequence,
  startMs: number,
) {
  const [workspaceId, userId] = [newId(), newId()];
  const shard = shardOf(workspaceId);
  await makeRevisions(workspaceId, 'test');
  const callers = [newId(), newId()].map((keyId) => {
    const ids = { workspaceId, keyId, userId };
    const caller: Caller = {
      workspaceId,
      catalogId: 'test',
      rev: 1,
      catalogRev: 1,
      subjects: subjectsOf(ids),
      limits,
    };
    return { caller, facts: { ...FACTS, ...ids } };
  });
  const reference = new Reference();
  const running: Running[] = [];
  let now = startMs;
  /** Where the clock stood before it stepped back: a subject's own never does. */
  let newest = startMs;
  let inForce = limits;
  const denied: string[] = [];

  const compare = (decision: Decision, answer: ReferenceAnswer) => {
    const got = JSON.stringify(told(decision));
    const want = JSON.stringify(expected(answer, inForce, decision));
    if (got !== want) throw new Error(`at +${now - startMs} ms\n  script    ${got}\n  reference ${want}`);
  };

  for (const s of steps) {
    now += s.afterMs;
    newest = Math.max(newest, now);
    const open = running.filter((r) => !r.over);
    const picked = 'which' in s ? open[s.which % Math.max(1, open.length)] : undefined;
    if (s.do === 'decide') {
      await begin(s);
    } else if (s.do === 'together') {
      await allAtOnce(s.all, open);
    } else if (s.do === 'plan') {
      inForce = inForce.map((l, i) => (i === s.limit ? { ...l, capacity: s.capacity } : l));
    } else if (s.do === 'reap') {
      await reap(now);
    } else if (s.do === 'flush scripts') {
      await store.pipeline([['SCRIPT', 'FLUSH', 'SYNC']]);
    } else if (picked) {
      await act(s.do, s, picked);
    }
  }
  await nothingLeft(
    store,
    workspaceId,
    denied,
    callers.map((c) => c.caller),
    limits,
  );

  async function begin({ key, input, wish }: Extract<Piece, { key: number }>) {
    const { caller, facts } = callers[key] as (typeof callers)[number];
    const [id, claim] = [newId(), claimOf(input, wish)];
    const asked = { caller: { ...caller, limits: inForce }, claim, id, facts, nowMs: now };
    const deciding = engine.decide(asked);
    const answer = reference.decide(id, caller.subjects, inForce, claim, now);
    const decision = decided(await deciding);
    compare(decision, answer);
    const { admitted } = decision;
    const units = admitted ? (decision.granted ?? 0) : 0;
    if (admitted)
      running.push({ id, reservation: decision.reservation, decision, claim, units, over: false });
    else denied.push(id);
  }

  async function end(picked: Running, actual: Actual) {
    picked.over = true;
    const settling = engine.settle(picked.reservation, actual, factsOf(picked), now);
    reference.settle(picked.id, actual);
    await settling;
  }

  /** What is asked without waiting travels in one call, and is judged in the order in which it was asked. */
  async function allAtOnce(all: Piece[], open: Running[]) {
    // What a decision would have to wait for (a counter to be filled, a lease to be reaped) is done before.
    await reap(newest);
    for (const { caller } of callers) await engine.look({ ...caller, limits: inForce }, now);
    const asked: Promise<void>[] = [];
    for (const piece of all) {
      const picked = 'which' in piece ? open[piece.which % Math.max(1, open.length)] : undefined;
      if ('key' in piece) asked.push(begin(piece));
      else if (picked && !picked.over) asked.push(end(picked, usedBy(picked, piece.share)));
    }
    await Promise.all(asked);
  }

  async function reap(atMs: number) {
    while ((await reapOnce(store, shard, atMs)) > 0);
    reference.reap(atMs);
  }

  function factsOf({ reservation }: Running): EventFacts {
    const mine = ({ caller }: TestCaller) => caller.subjects.key === reservation.caller.subjects.key;
    return callers.find(mine)?.facts ?? FACTS;
  }

  async function act(verb: 'settle' | 'void' | 'renew' | 'grow' | 'again', s: Step, picked: Running) {
    const { id, reservation, claim } = picked;
    const facts = factsOf(picked);
    if (verb === 'renew') {
      const renewed = (await engine.renew(reservation, null, now)) === 'renewed';
      if (renewed !== reference.renew(id, now))
        throw new Error(`at +${now - startMs} ms renewal: script ${renewed}`);
    } else if (verb === 'grow') {
      const units = 'to' in s ? s.to : 0;
      const caller = { ...reservation.caller, limits: inForce };
      const grown = await engine.grow({ ...reservation, caller }, units, now);
      const wanted = reference.grow(id, inForce, units, now);
      const said =
        grown === 'lost' || 'outdated' in grown
          ? grown
          : [grown.grown, grown.grown ? null : limitId(grown.by)];
      const by = wanted === 'lost' ? null : inForce[wanted.by];
      const told = wanted === 'lost' ? wanted : [wanted.grown, by ? limitId(by) : null];
      if (JSON.stringify(said) !== JSON.stringify(told))
        throw new Error(
          `at +${now - startMs} ms growth: script ${JSON.stringify(said)}, reference ${JSON.stringify(told)}`,
        );
      if (wanted !== 'lost' && wanted.grown) picked.units = Math.max(picked.units, units);
    } else if (verb === 'again') {
      const again = await engine.decide({ caller: reservation.caller, claim, id, facts, nowMs: now });
      const same = 'atMs' in again && JSON.stringify(again.limits) === JSON.stringify(picked.decision.limits);
      if (!same) throw new Error('deciding again did not return the first decision');
    } else {
      const nothing = { requests: 0, tokens: 0, cost: 0 };
      await end(picked, verb === 'void' ? nothing : usedBy(picked, 'share' in s ? s.share : 0));
      const again = await engine.settle(reservation, { tokens: 0, cost: 0 }, facts, now);
      if (again.state !== 'before') throw new Error('a reservation was settled twice');
    }
  }
}

/** A denial leaves no reservation; every counter but a lifetime one has a TTL. */
async function nothingLeft(
  store: Store,
  workspaceId: string,
  denied: string[],
  callers: Caller[],
  limits: Limit[],
) {
  const shard = shardOf(workspaceId);
  const left = await store.pipeline(
    denied.map((id) => ['ZSCORE', openKey(shard), openMember(workspaceId, id)]),
  );
  if (left.some((score) => score !== null)) throw new Error('a denied request is held open');
  const limited = callers.flatMap(({ subjects }) =>
    SCOPES.filter((scope) => limits.some((l) => l.scope === scope)).flatMap((scope) => {
      const forever = limits.some((l) => l.scope === scope && l.window.kind === 'lifetime');
      const rings = ringsKey(shard, scope, subjects[scope]);
      return forever ? [rings] : [rings, subjectKey(shard, scope, subjects[scope])];
    }),
  );
  const ttls = await store.pipeline(limited.map((key) => ['PTTL', key]));
  const without = limited.filter((_, i) => Number(ttls[i]) === -1);
  if (without.length > 0) throw new Error(`without a TTL: ${without.join(', ')}`);
}

const told = (d: Decision) => ({
  admitted: d.admitted,
  granted: d.admitted ? d.granted : null,
  by: d.admitted ? null : d.by.id,
  retryAfterMs: d.admitted ? null : d.retryAfterMs,
  totals: d.limits.map((l) => l.used + l.reserved),
  reserved: d.limits.map((l) => l.reserved),
});

const expected = (r: ReferenceAnswer, limits: Limit[], d: Decision) => ({
  admitted: r.admitted,
  granted: r.admitted ? Number(r.granted) : null,
  by: r.admitted ? null : d.limits[r.by]?.id,
  retryAfterMs: r.admitted || r.retryAfterMs < 0n ? null : Number(r.retryAfterMs),
  totals: limits.map((_, i) => Number(r.totals[i])),
  reserved: limits.map((_, i) => Number(r.held[i])),
});
