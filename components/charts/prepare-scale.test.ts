import { describe, expect, it } from 'vitest';
import { prepareScale } from './prepare-scale';

describe('the value axis', () => {
  it('holds the largest value with round steps', () => {
    expect(prepareScale(87)).toEqual({ step: 20, max: 100, ticks: [0, 20, 40, 60, 80, 100] });
    expect(prepareScale(1_240).ticks).toEqual([0, 250, 500, 750, 1000, 1250]);
  });

  it('never has more than the ticks asked for, whatever the value', () => {
    for (let most = 1; most < 5_000_000; most = Math.ceil(most * 1.37)) {
      for (const maxTicks of [2, 4, 6]) {
        const scale = prepareScale(most, maxTicks);
        expect(scale.ticks.length, `${most}`).toBeLessThanOrEqual(maxTicks);
        expect(scale.max, `${most}`).toBeGreaterThanOrEqual(most);
        expect(scale.max - scale.step, `${most}`).toBeLessThan(most);
      }
    }
  });

  it('has whole steps for small counts: no half requests', () => {
    expect(prepareScale(1).ticks).toEqual([0, 1]);
    expect(prepareScale(3).ticks).toEqual([0, 1, 2, 3]);
    expect(prepareScale(11).ticks).toEqual([0, 5, 10, 15]);
  });

  it('is a flat 0 to 1 when there is nothing', () => {
    expect(prepareScale(0)).toEqual({ step: 1, max: 1, ticks: [0, 1] });
  });
});
