import fc from 'fast-check';
import { parseList } from 'structured-headers';
import { describe, expect, it } from 'vitest';
import { DENIAL_CODES, type LimitState } from '../limits/decision';
import { type Limit, limitId, METRICS, SCOPES } from '../plans/limit';
import { AT_MS, denial, keyView } from './cases/situations.cases';
import { CONTRACTS } from './pick';

/** Whatever the policy and its counters, however odd: headers that HTTP can carry, numbers that clients can read. */

const integer = fc.oneof(
  fc.nat(1_000),
  fc.constantFrom(0, 1, 2 ** 31, 10 ** 15, Number.MAX_SAFE_INTEGER),
  fc.maxSafeNat(),
);
const windows: fc.Arbitrary<Limit['window']> = fc.oneof(
  fc.record({
    kind: fc.constant('rolling' as const),
    windowMs: fc.constantFrom(1_000, 60_000, 3_600_000, 86_400_000),
  }),
  fc.record({
    kind: fc.constant('calendar' as const),
    unit: fc.constantFrom('day' as const, 'month' as const),
    zone: fc.constantFrom('UTC', 'Asia/Kolkata'),
    anchorDay: fc.integer({ min: 1, max: 31 }),
  }),
  fc.constantFrom(
    { kind: 'lifetime' as const },
    { kind: 'concurrent' as const },
    { kind: 'standing' as const },
  ),
);
const state: fc.Arbitrary<LimitState> = fc
  .record({
    metric: fc.constantFrom(...METRICS),
    resource: fc.oneof(fc.constantFrom('', 'chat', 'images'), fc.string({ maxLength: 10 })),
    scope: fc.constantFrom(...SCOPES),
    window: windows,
    capacity: fc.option(integer),
    used: integer,
    reserved: integer,
    // A clock that is behind, ahead, or says nothing.
    resetAtMs: fc.option(fc.integer({ min: AT_MS - 100_000, max: AT_MS + 10 ** 10 })),
  })
  .map(({ used, reserved, resetAtMs, ...limit }) => {
    const whole: Limit = { ...limit, ceiling: null, whenDown: 'closed', setBy: 'plan' };
    const remaining = limit.capacity === null ? null : Math.max(0, limit.capacity - used - reserved);
    return { limit: whole, id: limitId(whole), used, reserved, remaining, resetAtMs };
  });
const limits = fc.array(state, { minLength: 1, maxLength: 6 });

const INTEGERS =
  /^(x-ratelimit-(limit|remaining|reset|used)|x-ratelimit-(limit|remaining)-(requests|tokens)|retry-after|retry-after-ms)$/i;

function checkHeaders(headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) {
    expect(value).toMatch(/^[\x20-\x7e]*$/);
    if (INTEGERS.test(name)) expect(value).toMatch(/^\d+$/);
  }
  for (const name of ['RateLimit-Policy', 'RateLimit']) if (headers[name]) parseList(headers[name]);
  expect(() => new Headers(headers)).not.toThrow();
}

describe.each(CONTRACTS.map((contract) => [contract.id, contract] as const))('%s', (_id, contract) => {
  it('writes headers that HTTP carries, and bodies that are JSON, for any policy', () => {
    fc.assert(
      fc.property(
        limits,
        fc.constantFrom(...DENIAL_CODES),
        fc.option(integer),
        fc.constantFrom('key' as const, 'session' as const),
        fc.boolean(),
        (states, code, retryAfterMs, principal, problem) => {
          const view = keyView(states, { principal, problem });
          checkHeaders(contract.headers(view));
          const [by] = states;
          if (!by) return;
          const { headers, body } = contract.refusal(view, denial(code, by, retryAfterMs, states));
          checkHeaders(headers);
          expect(JSON.parse(body)).toHaveProperty('error');
          expect(body.length).toBeLessThan(2_000);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('a refusal from memory is told in the words of one from the store, however often it is told', () => {
    const times = fc.record({
      atMs: fc.constantFrom(AT_MS, AT_MS + 1),
      retryAfterMs: fc.constantFrom(null, 1, 1000, 1001),
      docsUrl: fc.constantFrom('http://a.example/docs', 'http://b.example/docs'),
      problem: fc.boolean(),
      midway: fc.boolean(),
    });
    fc.assert(
      fc.property(state, fc.constantFrom(...DENIAL_CODES), fc.array(times), (by, code, tellings) => {
        for (const { retryAfterMs, ...view } of tellings) {
          const denied = denial(code, by, retryAfterMs, [by]);
          const [memory, redis] = (['memory', 'redis'] as const).map(
            (source) => contract.refusal(keyView([by], { ...view, source }), { ...denied, source }).body,
          );
          expect(memory).toBe(redis);
        }
      }),
    );
  });

  it('a wait is never told shorter than it is, and whole seconds agree with milliseconds', () => {
    fc.assert(
      fc.property(state, fc.integer({ min: 1, max: 40 * 86_400_000 }), (by, waitMs) => {
        const { headers } = contract.refusal(keyView([by]), denial('rate_limit_exceeded', by, waitMs, [by]));
        expect(headers['Retry-After']).toBe(`${Math.ceil(waitMs / 1000)}`);
        const told = Number(headers['retry-after-ms']);
        // A minute is told a millisecond short, or SDKs would not wait at all.
        expect(told).toBe(waitMs === 60_000 ? 59_999 : waitMs);
      }),
      { numRuns: 200 },
    );
  });
});
