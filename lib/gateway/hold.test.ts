import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HeldPiece, Hold } from './hold';

const piece = (units: number, reported: number | null = null): HeldPiece => ({ units, reported });

test('more is asked for when half of what was unspent is relayed, and the hold doubles', () => {
  const hold = new Hold(100, 1_000);
  hold.relay(piece(49));
  expect(hold.wish()).toBeNull();
  hold.relay(piece(1));
  expect(hold.wish()).toBe(200);
  hold.grown(200);
  expect(hold.wish()).toBeNull();
  hold.relay(piece(75)); // half of the 150 that were unspent
  expect(hold.wish()).toBe(400);
  hold.grown(400);
  hold.relay(piece(138));
  expect(hold.wish()).toBe(800);
  hold.grown(800);
  hold.relay(piece(300));
  expect(hold.wish()).toBe(1_000);
  hold.grown(1_000);
  hold.relay(piece(5_000));
  expect(hold.wish()).toBeNull(); // the upstream itself was allowed no more
});

test('a refused step is halved and asked for again when half of the rest is relayed', () => {
  const hold = new Hold(64, 1_000);
  hold.relay(piece(32));
  expect(hold.wish()).toBe(128);
  hold.notGrown();
  expect(hold.wish()).toBeNull();
  hold.relay(piece(16));
  expect(hold.wish()).toBe(96);
  hold.notGrown();
  hold.relay(piece(16));
  expect(hold.wishesFor(piece(5))).toEqual([80, 69]);
  expect(hold.wishesFor(piece(50))).toEqual([114]); // the step would not carry it
});

test('after a renewal a refused step is asked for at once; without a refusal nothing is', () => {
  const hold = new Hold(64, 1_000);
  hold.askAgain();
  expect(hold.wish()).toBeNull();
  hold.relay(piece(32));
  hold.notGrown();
  hold.askAgain();
  expect(hold.wish()).toBe(96);
  hold.grown(96);
  hold.askAgain();
  expect(hold.wish()).toBeNull();
});

test('what the upstream reports takes the place of the bytes', () => {
  const hold = new Hold(10, 1_000);
  expect(hold.covers(piece(40, 10))).toBe(true);
  hold.relay(piece(40, 10));
  expect(hold.covers(piece(1))).toBe(false);
  expect(hold.covers(piece(0, 5_000))).toBe(true); // the last event puts out nothing
  expect([hold.needed, hold.bound]).toEqual([10, 40]);
});

test('what is all held is bound by the upstream alone', () => {
  const hold = new Hold(10, 10);
  expect(hold.covers(piece(4_000))).toBe(true);
  hold.relay(piece(4_000));
  expect([hold.needed, hold.wish()]).toEqual([10, null]);
});

test('whatever is granted and refused, nothing is relayed beyond what is held, and a stream ends only at a refusal of its next event', () => {
  const run = fc.record({
    first: fc.integer({ min: 1, max: 300 }),
    ceiling: fc.integer({ min: 300, max: 5_000 }),
    room: fc.integer({ min: 0, max: 6_000 }),
    sizes: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 400 }),
  });
  fc.assert(
    fc.property(run, ({ first, ceiling, room, sizes }) => {
      const hold = new Hold(first, ceiling);
      const most = first + room;
      let [relayed, asked] = [0, 0];
      const ask = (toUnits: number) => {
        asked++;
        if (toUnits <= most) hold.grown(toUnits);
        else hold.notGrown();
      };
      for (const units of sizes) {
        const wish = hold.wish();
        if (wish !== null) ask(wish);
        const next = piece(units);
        for (const toUnits of hold.covers(next) ? [] : hold.wishesFor(next)) {
          if (!hold.covers(next)) ask(toUnits);
        }
        if (!hold.covers(next)) {
          // Refused: the very next event does not fit into what there was, however it was asked for.
          expect(relayed + units).toBeGreaterThan(most);
          break;
        }
        hold.relay(next);
        relayed += units;
        if (hold.held < ceiling) expect(relayed).toBeLessThanOrEqual(hold.held);
        expect(hold.held).toBeLessThanOrEqual(Math.max(first, Math.min(most, ceiling)));
      }
      // Few questions: doubling while granted, halving when refused, then one or two an event.
      if (room >= ceiling) expect(asked).toBeLessThanOrEqual(Math.ceil(Math.log2(ceiling / first)) + 1);
    }),
    { numRuns: 500 },
  );
});
