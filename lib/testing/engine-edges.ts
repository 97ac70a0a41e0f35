import { newId } from '../ids';
import type { Claim } from '../limits/decision';
import { createEngine } from '../limits/engine';
import type { LedgerSource } from '../limits/fill';
import { LEASE_MS } from '../limits/spell';
import { epochKey, shardOf, subjectKey } from '../redis/keys';
import type { Store } from '../redis/store';
import { callerWith, decided, ledgerWith, type TestCaller } from './engine';
import { limit } from './limit';

/** What random sequences seldom or never meet. Each throws where the store's scripts do not hold. */

const T0 = Date.UTC(2026, 4, 15, 12, 0, 0);
const request: Claim = { resource: 'chat', amounts: { requests: { base: 1 } } };
const tokens = (base: number, wish: number): Claim => ({
  resource: 'chat',
  amounts: { tokens: { base, per: 1 } },
  units: { minimum: 0, wish },
});
const budget = limit({ metric: 'tokens', window: { kind: 'lifetime' }, capacity: 100 });

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

const engineOn = (store: Store, ledger: LedgerSource = ledgerWith(store, [])) =>
  createEngine({ store, ledger, testClock: true });

const usedBy = async (store: Store, { caller }: TestCaller, nowMs: number) => {
  const seen = await engineOn(store).look(caller, nowMs);
  return 'limits' in seen ? seen.limits[0] : undefined;
};

/** A use counts until the very millisecond its window ends. */
async function windowsEnd(store: Store): Promise<void> {
  const usedAt = async (instants: number[]) => {
    const { caller, facts } = await callerWith([limit({})]);
    let used = -1;
    for (const ms of instants) {
      const input = { caller, claim: request, id: newId(), facts, nowMs: T0 + ms };
      used = decided(await engineOn(store).decide(input)).limits[0]?.used ?? -1;
    }
    return used;
  };
  must((await usedAt([0, 1500, 3000, 60_000])) === 3, 'the oldest slot left at the wrong instant');
  must((await usedAt([0, 1500, 3000, 61_500])) === 2, 'a later slot left at the wrong instant');
}

/** The time is the store's, and old policies are refused. */
async function clockAndRevision(store: Store): Promise<void> {
  const { caller, facts } = await callerWith([limit({})]);
  const engine = engineOn(store);
  const time = async () => {
    const [answer] = (await store.pipeline([['TIME']])) as [[string, string]];
    return Number(answer[0]) * 1000 + Math.floor(Number(answer[1]) / 1000);
  };
  const before = await time();
  const { atMs } = decided(await engine.decide({ caller, claim: request, id: newId(), facts }));
  must(atMs >= before && atMs <= (await time()), 'not the store’s time');
  const old = await engine.decide({ caller: { ...caller, rev: 0 }, claim: request, id: newId(), facts });
  must('outdated' in old, 'an old policy was used');
}

/** Without an epoch budgets are closed; under another one policies and counters count as absent. */
async function memoryLost(store: Store): Promise<void> {
  const who = await callerWith([budget]);
  const { caller, facts } = who;
  const engine = engineOn(store);
  const epoch = epochKey(shardOf(caller.workspaceId));
  const [before] = (await store.pipeline([['GET', epoch]])) as [string];
  const ask = () => engine.decide({ caller, claim: tokens(60, 0), id: newId(), facts, nowMs: T0 });
  const revisions = (stamp: string) =>
    store.pipeline(revisionKeys(who).map((key) => ['SET', key, `1:${stamp}`]));
  // As long: only the text tells them apart.
  const another = [...before].reverse().join('');
  const { reservation } = decided(await ask());
  await engine.settle(reservation, { tokens: 50 }, facts, T0);
  try {
    await store.pipeline([['SET', epoch, another]]);
    must('outdated' in (await ask()), 'a policy of another epoch was used');
    await revisions(another);
    // The ledger decides, and knows nothing of the 50.
    must(decided(await ask()).limits[0]?.used === 0, 'a counter of another epoch was used');
    await store.pipeline([['DEL', epoch]]);
    await revisions('');
    must('rebuilding' in (await ask()), 'money was spent while memory is rebuilt');
  } finally {
    await store.pipeline([['SET', epoch, before]]);
    await revisions(before);
  }
}

const revisionKeys = ({ caller }: TestCaller): string[] => {
  const tag = epochKey(shardOf(caller.workspaceId)).replace(/epoch$/, 'rev:');
  return [`${tag}w:${caller.workspaceId}`, `${tag}c:${caller.catalogId}`];
};

/** Growth asks every limit, counts, is given back first, and ends with the lease. */
async function growth(store: Store): Promise<void> {
  const who = await callerWith([limit({ metric: 'tokens', capacity: 100 })]);
  const engine = engineOn(store);
  const { caller, facts } = who;
  const first = decided(await engine.decide({ caller, claim: tokens(0, 40), id: newId(), facts, nowMs: T0 }));
  const grown = await engine.grow(first.reservation, 90, T0 + 20_000);
  must(typeof grown === 'object' && 'grown' in grown && grown.grown, 'growth that fits was refused');
  must((await usedBy(store, who, T0 + 20_000))?.reserved === 90, 'growth was not charged');
  const more = await engine.grow(first.reservation, 101, T0 + 20_001);
  must(typeof more === 'object' && 'grown' in more && !more.grown, 'growth went over the limit');
  must((await engine.grow(first.reservation, 95, T0 + LEASE_MS)) === 'lost', 'a lost lease grew');
  await engine.settle(first.reservation, { tokens: 40 }, facts, T0 + 21_000);
  must((await usedBy(store, who, T0 + 59_999))?.used === 40, 'what was grown was not given back first');
  must((await usedBy(store, who, T0 + 60_000))?.used === 0, 'the newest piece stayed');
}

/** What a refusal in the same call saw as over is not written down with it: the clock may step back. */
async function refusedInCompany(store: Store): Promise<void> {
  const rolling = limit({ metric: 'tokens', window: { kind: 'rolling', windowMs: 1000 } });
  const who = await callerWith([rolling, limit({ window: { kind: 'concurrent' }, capacity: 1 })]);
  const { caller, facts } = who;
  const claim: Claim = { resource: 'chat', amounts: { requests: { base: 1 }, tokens: { base: 2 } } };
  const engine = engineOn(store);
  const ask = (nowMs: number) => engine.decide({ caller, claim, id: newId(), facts, nowMs });
  const { reservation } = decided(await ask(T0));
  const [refused] = await Promise.all([
    ask(T0 + 1000),
    engine.settle(reservation, { tokens: 1 }, facts, T0 + 1000),
  ]);
  must(!decided(refused).admitted, 'two ran where one may');
  must((await usedBy(store, who, T0 + 999))?.used === 1, 'a refusal ended a use for good');
}

/** A counter is filled from ledger and open reservations, and again where they changed meanwhile. */
async function filling(store: Store): Promise<void> {
  const rate = limit({ metric: 'tokens', capacity: 100 });
  const pieces = [{ atMs: T0 - 5000, amount: 30 }];
  const who = await callerWith([rate]);
  const ask = (ledger: LedgerSource, claim: Claim, of: TestCaller, nowMs = T0) =>
    engineOn(store, ledger).decide({ caller: of.caller, claim, id: newId(), facts: of.facts, nowMs });
  const filled = decided(await ask(ledgerWith(store, pieces), tokens(10, 0), who));
  must(filled.limits[0]?.used === 30 && filled.limits[0].reserved === 10, 'a new counter began at nothing');
  for (const [afterMs, used] of [
    [54_999, 30],
    [55_000, 0],
  ] as const) {
    const later = await engineOn(store).look(who.caller, T0 + afterMs);
    must('limits' in later && later.limits[0]?.used === used, 'a new counter keeps what it began with');
  }

  // Settled while the ledger is read: that reading must not be used.
  const other = await callerWith([limit({ metric: 'tokens', window: { kind: 'lifetime' }, capacity: 100 })]);
  const unlimited = { ...other, caller: { ...other.caller, limits: [limit({})] } };
  let asked = 0;
  const known = ledgerWith(store, []);
  const busy: LedgerSource = async (query) => {
    const answer = await known(query);
    if (asked++ === 0) {
      const { reservation } = decided(await ask(known, request, unlimited));
      await engineOn(store).settle(reservation, {}, other.facts, T0);
    }
    return answer;
  };
  decided(await ask(busy, tokens(1, 0), other));
  must(asked > 1, 'a counter was filled although its subject was settled meanwhile');

  // Put back while the ledger is read.
  const lost = await callerWith([budget]);
  const { caller, facts } = lost;
  const { reservation, ...first } = decided(await ask(known, tokens(40, 0), lost));
  const shard = shardOf(caller.workspaceId);
  await store.pipeline([['DEL', subjectKey(shard, 'key', caller.subjects.key)]]);
  const again = { ...reservation, id: newId(), granted: 0, admittedAtMs: first.atMs, facts };
  let readings = 0;
  const adopting: LedgerSource = async (query) => {
    readings++;
    return known(query);
  };
  const slow: Store = {
    ...store,
    evaluate: async (run, keys, args) => {
      const answer = await store.evaluate(run, keys, args);
      // After the open reservations were read, before the counter is written.
      if (readings === 1 && run.source.includes('answers[i - 1]')) {
        readings = 2;
        await engineOn(store).adopt(again, T0);
      }
      return answer;
    },
  };
  const input = { caller, claim: tokens(1, 0), id: newId(), facts, nowMs: T0 };
  const counted = decided(
    await createEngine({ store: slow, ledger: adopting, testClock: true }).decide(input),
  );
  must(counted.limits[0]?.reserved === 81, 'a reservation that was put back counts nowhere');
}

/** Under an Idempotency-Key one request runs. */
async function onlyOnce(store: Store): Promise<void> {
  const { caller, facts } = await callerWith([limit({})]);
  const once = { key: newId(), body: 'a'.repeat(64) };
  const ask = (body = once.body) => {
    const input = { caller, claim: request, id: newId(), facts, nowMs: T0, once: { ...once, body } };
    return engineOn(store).decide(input);
  };
  const { reservation } = decided(await ask());
  const running = await ask();
  must('repeated' in running && running.repeated.state === 'running', 'a request ran twice at a time');
  await engineOn(store).settle(reservation, {}, facts, T0, '200 {"a": 1}');
  const answered = await ask();
  must(
    'repeated' in answered && answered.repeated.answer === '200 {"a": 1}',
    'an answer was not replayed as it was',
  );
  const other = await ask('b'.repeat(64));
  must('repeated' in other && other.repeated.state === 'other_body', 'a key was used for another body');
}

export const EDGES = [windowsEnd, clockAndRevision, memoryLost, growth, refusedInCompany, filling, onlyOnce];
