import fc from 'fast-check';
import type { Limit, Scope } from '../plans/limit';

/** One step of a sequence: time passes, then something happens. Numbers pick among what there is. */
export type Step =
  | { do: 'decide'; afterMs: number; key: number; input: number; wish: number }
  | { do: 'settle'; afterMs: number; which: number; share: number }
  | { do: 'void'; afterMs: number; which: number }
  | { do: 'renew'; afterMs: number; which: number }
  | { do: 'grow'; afterMs: number; which: number; to: number }
  | { do: 'again'; afterMs: number; which: number }
  | { do: 'reap'; afterMs: number }
  | { do: 'together'; afterMs: number; all: Piece[] }
  | { do: 'plan'; afterMs: number; limit: number; capacity: number }
  | { do: 'flush scripts'; afterMs: number };

/** One of those that come to the store in one call: a decision, or a settle of the open one that `which` picks. */
export type Piece = { key: number; input: number; wish: number } | { which: number; share: number };

export interface Sequence {
  limits: Limit[];
  steps: Step[];
}

const scope = fc.constantFrom<Scope>('key', 'user', 'workspace');
const limit = (
  metric: Limit['metric'],
  window: Limit['window'],
  capacity: number | null,
  of: Scope,
): Limit => ({
  metric,
  resource: '',
  scope: of,
  window,
  capacity,
  ceiling: null,
  whenDown: 'local',
  setBy: 'plan',
});

const windowMs = fc.constantFrom(1000, 7_001, 60_000, 3_600_000);
const calendar = fc.constantFrom<Limit['window']>(
  { kind: 'calendar', unit: 'day', zone: 'UTC', anchorDay: 1 },
  { kind: 'calendar', unit: 'day', zone: 'Asia/Kolkata', anchorDay: 1 },
  { kind: 'calendar', unit: 'month', zone: 'America/New_York', anchorDay: 31 },
);
const capacity = (max: number) =>
  fc.oneof({ weight: 8, arbitrary: fc.nat(max) }, { weight: 1, arbitrary: fc.constant(null) });

const anyLimit: fc.Arbitrary<Limit> = fc.oneof(
  fc
    .record({ windowMs, c: capacity(6), s: scope })
    .map((r) => limit('requests', { kind: 'rolling', windowMs: r.windowMs }, r.c, r.s)),
  fc
    .record({ windowMs, c: capacity(3000), s: scope })
    .map((r) => limit('tokens', { kind: 'rolling', windowMs: r.windowMs }, r.c, r.s)),
  fc.record({ w: calendar, c: capacity(10), s: scope }).map((r) => limit('requests', r.w, r.c, r.s)),
  fc.record({ w: calendar, c: capacity(5000), s: scope }).map((r) => limit('tokens', r.w, r.c, r.s)),
  fc.record({ c: capacity(4000), s: scope }).map((r) => limit('cost', { kind: 'lifetime' }, r.c, r.s)),
  fc.record({ c: capacity(3), s: scope }).map((r) => limit('requests', { kind: 'concurrent' }, r.c, r.s)),
);

const afterMs = fc.oneof(
  { weight: 5, arbitrary: fc.nat(200) },
  { weight: 3, arbitrary: fc.nat(5000) },
  { weight: 2, arbitrary: fc.nat(70_000) },
  { weight: 1, arbitrary: fc.nat(5_000_000) },
  // Where windows and leases end.
  { weight: 3, arbitrary: fc.constantFrom(999, 1000, 7000, 7001, 29_999, 30_000, 59_999, 60_000) },
  // The store's clock is set back now and then.
  { weight: 1, arbitrary: fc.integer({ min: -20_000, max: -1 }) },
);
const which = fc.nat(20);
const wanted = { key: fc.nat(1), input: fc.nat(900), wish: fc.integer({ min: 1, max: 900 }) };
const piece: fc.Arbitrary<Piece> = fc.oneof(
  { weight: 3, arbitrary: fc.record(wanted) },
  { weight: 2, arbitrary: fc.record({ which, share: fc.nat(120) }) },
);
const decide = fc.record({ do: fc.constant('decide' as const), afterMs, ...wanted });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: decide },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('settle' as const), afterMs, which, share: fc.nat(120) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('together' as const),
      afterMs,
      all: fc.array(piece, { minLength: 2, maxLength: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('void' as const), afterMs, which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('renew' as const), afterMs, which }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('grow' as const), afterMs, which, to: fc.nat(1500) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const), afterMs, which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reap' as const), afterMs }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('plan' as const),
      afterMs,
      limit: fc.nat(5),
      capacity: fc.nat(3000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('flush scripts' as const), afterMs }) },
);

export const sequences: fc.Arbitrary<Sequence> = fc.record({
  limits: fc.uniqueArray(anyLimit, {
    minLength: 1,
    maxLength: 6,
    selector: (l) => JSON.stringify([l.metric, l.scope, l.window]),
  }),
  steps: fc.array(step, { minLength: 5, maxLength: 40 }),
});
