import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { type Cut, openCut } from '../testing/cut';
import { figure } from '../testing/proof';
import type { Store } from './port';
import { DEADLINE_MS, type PromptStore, prompt } from './prompt';
import { openRestStore } from './rest';
import { script } from './script';
import { openTcpStore } from './tcp';
import { StoreTrouble } from './trouble';

let line: Cut;
let store: PromptStore;

/** Calls by how they ended: answered, or the kind of trouble. */
async function endOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'answered';
  } catch (error) {
    return error instanceof StoreTrouble ? error.kind : 'refused';
  }
}
const ONE = script('return 1');
const ping = () => endOf(store.evaluate(ONE, [], []));
const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const counted = (ends: string[]) =>
  Object.fromEntries([...new Set(ends)].sort().map((end) => [end, ends.filter((e) => e === end).length]));

/** Until a call is answered again. @returns how long that took, in ms */
async function untilAnswered(): Promise<number> {
  const startedMs = performance.now();
  while (performance.now() - startedMs < 10_000) {
    if ((await ping()) === 'answered') return performance.now() - startedMs;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('the store was not asked again');
}

const drivers: Record<string, [server: () => string, open: (url: string) => Store]> = {
  tcp: [() => inject('servers').redisUrl, openTcpStore],
  rest: [() => inject('servers').restUrl, (url) => openRestStore(url, inject('servers').restToken)],
};

describe.each(Object.entries(drivers))('over %s', (_driver, [server, open]) => {
  beforeEach(async () => {
    line = await openCut(server());
    store = prompt(open(line.url));
    expect(await ping()).toBe('answered');
  });
  afterEach(async () => {
    await store.close();
    await line.close();
  });

  it('of calls to a store that hangs those sent end by the deadline, and none is sent any more', async () => {
    line.hang();
    const tookMs: number[] = [];
    const timed = async () => {
      const startedMs = performance.now();
      const end = await ping();
      tookMs.push(performance.now() - startedMs);
      return end;
    };
    expect(counted(await Promise.all(times(100, timed)))).toEqual({ late: 100 });
    const most = Math.max(...tookMs.splice(0));
    expect(counted(await Promise.all(times(100, timed)))).toEqual({ down: 100 });
    figure(
      `store hangs: a call sent ended after ${most.toFixed(0)} ms at most (deadline ${DEADLINE_MS} ms), one not sent after ${Math.max(...tookMs).toFixed(1)} ms`,
    );
  });

  it('lets one call at a time see whether the store is back, and all as soon as it is', async () => {
    line.hang();
    await Promise.all(times(5, ping));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(counted(await Promise.all(times(50, ping)))).toEqual({ down: 49, late: 1 });
    line.restore();
    await untilAnswered();
    expect(counted(await Promise.all(times(50, ping)))).toEqual({ answered: 50 });
  });

  it('takes slow for down: an answer that comes late does not let others through', async () => {
    line.delay(300);
    await Promise.all(times(5, ping));
    const ends: string[] = [];
    const untilMs = performance.now() + 1500;
    while (performance.now() < untilMs) {
      ends.push(await ping());
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(new Set(ends)).toEqual(new Set(['down', 'late']));
    line.restore();
    expect(await untilAnswered()).toBeLessThan(1000);
  });

  it('goes on by itself after a cut', async () => {
    line.cut();
    expect(new Set(await Promise.all(times(20, ping)))).not.toContain('answered');
    line.restore();
    await untilAnswered();
  });
});

it('gives up a connection that says nothing for long, and goes on with a new one', async () => {
  line = await openCut(inject('servers').redisUrl);
  store = prompt(openTcpStore(line.url));
  await ping();
  // Whoever stood between them forgot this connection: it stays silent, while new ones work.
  line.forget();
  await Promise.all(times(5, ping));
  figure(`silent connection: a new one answered after ${(await untilAnswered()).toFixed(0)} ms`);
  await store.close();
  await line.close();
});

it('an answer of the store is no trouble, whatever it says', async () => {
  store = prompt(openTcpStore(inject('servers').redisUrl));
  const wrong = () => endOf(store.pipeline([['NO-SUCH-COMMAND']]));
  expect(counted(await Promise.all(times(20, wrong)))).toEqual({ refused: 20 });
  expect(store.down()).toBe(false);
  await store.close();
});
