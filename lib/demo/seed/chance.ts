/** Chance that repeats itself: the same seed gives the same numbers. */
export interface Chance {
  /** [0, 1) */
  fraction(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** A whole number near an expected count: its fraction decides, and a fifth of spread. */
  around(expected: number): number;
  /** A whole number of at least 1, mostly from half to twice the typical one. */
  spread(typical: number): number;
  bytes(length: number): Uint8Array;
}

/** mulberry32, a small generator of good enough numbers for a demo. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (least: number, most: number): number => least + Math.floor(fraction() * (most - least + 1));
  return {
    fraction,
    whole,
    around: (expected) => Math.floor(expected * (0.8 + 0.4 * fraction()) + fraction()),
    spread: (typical) => Math.max(1, Math.round(typical * 2 ** (fraction() + fraction() - 1))),
    bytes: (length) => Uint8Array.from({ length }, () => whole(0, 255)),
  };
}
