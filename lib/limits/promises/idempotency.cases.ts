import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newId } from '../../ids';
import { onceKey, shardOf } from '../../redis/keys';
import { limit } from '../../testing/limit';
import { holdsForAll } from '../../testing/proof';
import { claimOf, decideIn, NOON, twoKeys, type World } from '../../testing/world';
import { policyCall } from '../call';
import type { Once, Repeated } from '../decision';
import type { Lost, Reservation } from '../engine';
import { reapOnce } from '../reaper';
import { LEASE_MS } from '../spell';

const CAPACITY = 6;
const DAY_MS = 86_400_000;

/** Texts that drivers might take for something else. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'null',
    '12',
    '"x"',
    '{"a":1}',
    '[1]',
    '=x',
    '200 text a/b\n{"a":"é"}\n\n',
    '\r\n\t\\',
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);
const step = fc.record({
  verb: fc.constantFrom('send', 'send', 'send', 'ask again', 'settle', 'settle', 'reap'),
  key: fc.nat(2),
  body: fc.constantFrom('x', 'x', 'x', 'y'),
  answer: fc.oneof(text, text, fc.constant(null), fc.constant(undefined)),
  which: fc.nat(9),
  afterMs: fc.constantFrom(0, 1, 1000, LEASE_MS + 1),
});
const lives = fc.array(step, { minLength: 10, maxLength: 40 });

/** What a key stands for, in the model. */
interface Taken {
  body: string;
  seen: Repeated;
}
interface Sent {
  id: string;
  key: number;
  once: Once;
  reservation: Reservation;
  endsMs: number;
  state: 'open' | 'reaped' | 'settled';
}

const sha256 = (of: string) => createHash('sha256').update(of).digest('hex');

export function idempotencyPromises(world: World, runs: number): void {
  it('14 Idempotency-Key: one charge, one effect', () =>
    holdsForAll(`promise 14 (idempotency), ${world.name}`, lives, runs, async (steps) => {
      const [who] = await twoKeys([
        limit({ window: { kind: 'rolling', windowMs: DAY_MS }, capacity: CAPACITY }),
      ]);
      const salt = newId();
      const onceOf = (key: number, body: string): Once => ({
        key: sha256(`${salt} ${key}`),
        body: sha256(body),
      });
      const taken = new Map<number, Taken>();
      const all: Sent[] = [];
      let now = NOON;

      const shard = shardOf(who.caller.workspaceId);
      for (const { verb, key, body, answer, which, afterMs } of steps) {
        now += afterMs;
        const picked = all[which % Math.max(1, all.length)];
        if (verb === 'send') {
          const once = onceOf(key, body);
          const id = newId();
          const known = taken.get(key);
          const input = {
            caller: who.caller,
            claim: claimOf({ requests: 1 }),
            id,
            facts: who.facts,
            nowMs: now,
            once,
          };
          const got = await world.engine.decide(input);
          if (known) {
            expect(got).toEqual({
              repeated: known.body === body ? known.seen : { state: 'other_body', answer: null },
            });
          } else {
            if (!('admitted' in got)) throw new Error(`no decision: ${JSON.stringify(got)}`);
            expect(got.admitted).toBe(all.length < CAPACITY);
            if (!got.admitted) continue;
            taken.set(key, { body, seen: { state: 'running', answer: null } });
            const { reservation } = got;
            all.push({ id, key, once, reservation, endsMs: now + LEASE_MS, state: 'open' });
          }
        } else if (verb === 'reap') {
          while ((await reapOnce(world.store, shard, now)) > 0);
          for (const sent of all) {
            if (sent.state !== 'open' || sent.endsMs > now) continue;
            sent.state = 'reaped';
            const before = taken.get(sent.key);
            if (before) taken.set(sent.key, { ...before, seen: { state: 'unknown_outcome', answer: null } });
          }
        } else if (picked && verb === 'ask again') {
          // A lost reply: its own decision comes back, and the key stays its own.
          const { id, once, state } = picked;
          if (state === 'open') {
            const again = await decideIn(world, who, claimOf({ requests: 1 }), now, { id, once });
            expect(again.admitted).toBe(true);
          }
        } else if (picked) {
          const { reservation, key: its, state } = picked;
          await world.engine.settle(reservation, {}, who.facts, now, answer);
          if (state === 'settled') continue;
          picked.state = 'settled';
          const before = taken.get(its);
          if (!before || answer === null) taken.delete(its);
          else if (answer === undefined)
            taken.set(its, { ...before, seen: { state: 'not_replayable', answer: null } });
          else taken.set(its, { ...before, seen: { state: 'answered', answer } });
        }
      }
      const seen = await world.engine.look(who.caller, now);
      expect('limits' in seen && seen.limits[0]?.used).toBe(all.length);
    }));

  it('14 Idempotency-Key: of any number at once one is admitted, and the key is kept for a day', async () => {
    const [who] = await twoKeys([limit({ capacity: 1000 })]);
    const once = { key: randomBytes(32).toString('hex'), body: sha256('x') };
    const ask = () => world.engine.decide({ ...who, claim: claimOf({ requests: 1 }), id: newId(), once });
    const answers = await Promise.all(Array.from({ length: 200 }, ask));
    expect(answers.filter((answer) => 'admitted' in answer && answer.admitted)).toHaveLength(1);
    expect(
      answers.filter((answer) => 'repeated' in answer && answer.repeated.state === 'running'),
    ).toHaveLength(199);
    const key = onceKey(shardOf(who.caller.workspaceId), once.key);
    const [livesMs] = await world.store.pipeline([['PTTL', key]]);
    expect(Number(livesMs)).toBeGreaterThan(DAY_MS - 60_000);
    expect(Number(livesMs)).toBeLessThanOrEqual(DAY_MS);
  });

  it('14 Idempotency-Key: a reservation that is put back has its key again, unless another has it by now', async () => {
    const [who] = await twoKeys([limit({ capacity: 10 })]);
    const { caller, facts } = who;
    const claim = claimOf({ requests: 1 });
    const call = policyCall(caller, claim, NOON);
    const ask = async (once: Once, nowMs: number) => {
      const answer = await world.engine.decide({ caller, facts, claim, id: newId(), nowMs, once });
      return 'repeated' in answer ? answer.repeated.state : 'admitted' in answer && answer.admitted;
    };
    const rest = { caller, call, claim, granted: null, admittedAtMs: NOON, facts };
    const lost = (once: Once): Lost => ({ ...rest, id: newId(), once });
    const [one, two, three] = ['1', '2', '3'].map(() => ({
      key: randomBytes(32).toString('hex'),
      body: sha256('x'),
    })) as [Once, Once, Once];

    const settled = lost(one);
    await world.engine.adopt(settled, NOON);
    expect(await ask(one, NOON)).toBe('running');
    await world.engine.settle(settled, {}, facts, NOON, 'text');
    expect(await ask(one, NOON)).toBe('answered');

    await world.engine.adopt(lost(two), NOON);
    while ((await reapOnce(world.store, call.shard, NOON + LEASE_MS + 1)) > 0);
    expect(await ask(two, NOON + LEASE_MS + 1)).toBe('unknown_outcome');

    const other = await decideIn(world, who, claim, NOON, { once: three });
    await world.engine.settle(other.reservation, {}, facts, NOON, 'text');
    await world.engine.adopt(lost(three), NOON);
    expect(await ask(three, NOON)).toBe('answered');
  });
}
