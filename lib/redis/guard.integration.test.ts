import { afterEach, expect, inject, it } from 'vitest';
import { forgive, guard } from './guard';
import { openRestStore } from './rest';
import { store } from './store';
import { openTcpStore } from './tcp';

const rule = { limit: 3, windowMs: 600_000 };
const registry = () =>
  (globalThis as Record<symbol, Record<string, unknown>>)[Symbol.for('headroom.process-state')];

afterEach(() => {
  const states = registry();
  if (states) delete states.guards;
});

const drivers = {
  tcp: () => openTcpStore(inject('servers').redisUrl),
  rest: () => openRestStore(inject('servers').restUrl, inject('servers').restToken),
};

it.each(Object.entries(drivers))(
  'over %s the attempt after the limit is refused and names the wait',
  async (kind, open) => {
    store();
    const states = registry();
    if (states) states.store = open();
    // A connection takes its time to open, and a guard waits for its answer 100 ms at most.
    await store().pipeline([['PING']]);
    for (let i = 0; i < 3; i++) await guard('sign-in', `a-${kind}`, rule);
    await expect(guard('sign-in', `a-${kind}`, rule)).rejects.toMatchObject({
      code: 'too_many_attempts',
      status: 429,
      details: { retryAfterMs: expect.any(Number) },
    });
    await guard('sign-in', `b-${kind}`, rule);
    await guard('sign-up', `a-${kind}`, rule);
    await forgive('sign-in', `a-${kind}`, rule);
    await guard('sign-in', `a-${kind}`, rule);
    await store().close();
    if (states) delete states.store;
  },
);

it('attempts made at once do not slip through', async () => {
  const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => guard('sign-in', 'c', rule)));
  expect(attempts.filter((a) => a.status === 'fulfilled')).toHaveLength(3);
});
