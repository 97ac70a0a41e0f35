import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { holdsForAll, scaled } from '../../testing/proof';
import { type Place, WaitingLine } from './waiting-line';

const stays = () => new AbortController().signal;

function line({ places = 1, mostWaiting = 1000, longestMs = 10_000 } = {}) {
  const open = { places };
  return { open, line: new WaitingLine({ places: () => open.places, mostWaiting, longestMs }) };
}
const taken = (at: WaitingLine, priority = 1): Place => {
  const place = at.take(priority);
  if (!place) throw new Error('no place was free');
  return place;
};
/** Waits in a class; `order` gets its name when its turn comes. */
const queue = (at: WaitingLine, priority: number, name: string, order: string[], client = stays()) =>
  at.wait(priority, client).then((place) => {
    order.push(name);
    return place;
  });
/** Promises that are due have run. */
const turn = () => new Promise<void>((resolve) => process.nextTick(() => queueMicrotask(resolve)));

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => void vi.useRealTimers());

describe('a place', () => {
  it('is had at once while there are any, and never more than there are', () => {
    const { line: at } = line({ places: 2 });
    const first = taken(at);
    taken(at);
    expect([at.take(4), at.taken]).toEqual([null, 2]);
    first.leave();
    first.leave();
    expect(at.taken).toBe(1);
    taken(at);
    expect(at.take(4)).toBeNull();
  });

  it('is nobody’s to overtake for while others wait, however many are free', async () => {
    const { line: at, open } = line();
    taken(at);
    const order: string[] = [];
    void queue(at, 1, 'waited', order);
    open.places = 3;
    expect(at.take(4)).toBeNull();
    vi.advanceTimersByTime(50);
    await turn();
    expect(order).toEqual(['waited']);
    expect(at.take(4)).not.toBeNull();
  });

  it('goes to nobody new while fewer are left than are taken', async () => {
    const { line: at, open } = line({ places: 3 });
    const all = [taken(at), taken(at), taken(at)];
    const order: string[] = [];
    void queue(at, 4, 'waited', order);
    open.places = 1;
    all[0]?.leave();
    all[1]?.leave();
    await turn();
    expect(order).toEqual([]);
    all[2]?.leave();
    await turn();
    expect(order).toEqual(['waited']);
  });
});

describe('while all classes wait', () => {
  it('every fifteen starts are 1, 2, 4 and 8 of the classes, first come first served in each', async () => {
    const { line: at } = line();
    let place = taken(at);
    const order: string[] = [];
    const starts: Promise<Place>[] = [];
    for (let i = 0; i < 80; i++) {
      for (const priority of [1, 2, 3, 4])
        starts.push(queue(at, priority, `${priority}:${i}`, order).then((next) => (place = next)));
    }
    for (let round = 1; round <= 6; round++) {
      for (let i = 0; i < 15; i++) {
        place.leave();
        await turn();
      }
      const of = (priority: number) => order.filter((name) => name.startsWith(`${priority}:`));
      expect([1, 2, 3, 4].map((p) => of(p).length)).toEqual([1, 2, 4, 8].map((share) => share * round));
      for (const p of [1, 2, 3, 4]) expect(of(p)).toEqual(of(p).map((_, i) => `${p}:${i}`));
    }
  });

  it('a class that comes later gets no more than its share for having been away', async () => {
    const { line: at } = line();
    let place = taken(at);
    const order: string[] = [];
    const add = (priority: number, n: number) => {
      for (let i = 0; i < n; i++)
        void queue(at, priority, `${priority}`, order).then((next) => (place = next));
    };
    const run = async (n: number) => {
      for (let i = 0; i < n; i++) {
        place.leave();
        await turn();
      }
    };
    add(4, 100);
    await run(40);
    add(1, 10);
    await run(18);
    expect(order.slice(40).filter((name) => name === '1')).toHaveLength(2);
  });
});

describe('a request is turned away', () => {
  it('where so many of its class wait already, and only of its class', async () => {
    const { line: at } = line({ mostWaiting: 2 });
    taken(at);
    const order: string[] = [];
    for (const name of ['a', 'b']) void queue(at, 1, name, order).catch(() => undefined);
    await expect(at.wait(1, stays())).rejects.toMatchObject({
      code: 'upstream_saturated',
      details: { retryAfterMs: 2000 },
    });
    void queue(at, 2, 'c', order).catch(() => undefined);
    expect(at.figures.map(({ waiting, full }) => [waiting, full])).toEqual([
      [2, 1],
      [1, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it('when its time is over, and those behind it move up', async () => {
    const { line: at } = line({ longestMs: 1000 });
    const place = taken(at);
    const order: string[] = [];
    const late = expect(queue(at, 3, 'late', order)).rejects.toMatchObject({ code: 'upstream_saturated' });
    vi.advanceTimersByTime(900);
    void queue(at, 3, 'in time', order);
    vi.advanceTimersByTime(100);
    await late;
    place.leave();
    await turn();
    expect([order, at.figures[2]]).toEqual([
      ['in time'],
      { waiting: 0, started: 1, waitedMs: 100, full: 0, late: 1, left: 0 },
    ]);
  });

  it('leaves the line when its client leaves, and takes nobody’s turn', async () => {
    const { line: at } = line();
    const place = taken(at);
    const order: string[] = [];
    const client = new AbortController();
    const left = expect(queue(at, 4, 'left', order, client.signal)).rejects.toBeInstanceOf(Error);
    void queue(at, 1, 'next', order);
    client.abort();
    await left;
    place.leave();
    await turn();
    expect([order, at.figures[3]?.left, at.taken]).toEqual([['next'], 1, 1]);
    await expect(at.wait(1, client.signal)).rejects.toBeInstanceOf(Error);
    expect(at.figures[0]?.left).toBe(1);
  });
});

it('never gives more places than there are, loses none, and leaves nobody waiting beside a free one', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('come' as const), priority: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ do: fc.constant('leave' as const), which: fc.nat() }),
    fc.record({ do: fc.constant('give up' as const), which: fc.nat() }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 400 }) }),
  );
  const runs = scaled(200, 20_000);
  const cases = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 60 }));
  await holdsForAll('places at an upstream', cases, runs, async ([places, steps]) => {
    const { line: at } = line({ places, mostWaiting: 5, longestMs: 1000 });
    const held: Place[] = [];
    const clients: AbortController[] = [];
    let refused = 0;
    for (const step of steps) {
      if (step.do === 'come') {
        const place = at.take(step.priority);
        if (place) held.push(place);
        else {
          const client = new AbortController();
          clients.push(client);
          at.wait(step.priority, client.signal).then(
            (got) => held.push(got),
            () => (refused += 1),
          );
        }
      } else if (step.do === 'leave') held.splice(step.which % Math.max(1, held.length), 1)[0]?.leave();
      else if (step.do === 'give up') clients[step.which % Math.max(1, clients.length)]?.abort();
      else vi.advanceTimersByTime(step.ms);
      await turn();
      const waiting = at.figures.reduce((sum, figures) => sum + figures.waiting, 0);
      expect([at.taken, at.taken <= places, waiting > 0 && at.taken < places]).toEqual([
        held.length,
        true,
        false,
      ]);
    }
    const sum = (of: 'full' | 'late' | 'left') => at.figures.reduce((n, figures) => n + figures[of], 0);
    expect(refused).toBe(sum('full') + sum('late') + sum('left'));
  });
});
