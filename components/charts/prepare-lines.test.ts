import { describe, expect, it } from 'vitest';
import { describeBars } from './prepare-bars';
import { prepareLines } from './prepare-lines';
import { prepareTooltip } from './prepare-tooltip';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-22T10:00:00Z');
const intervals = [0, 1, 2].map((i) => ({
  startMs: START + i * HOUR,
  endMs: START + (i + 1) * HOUR,
  incomplete: i === 2,
}));
const model = prepareLines({
  intervals,
  series: [
    { id: 'p50', name: 'p50', colour: 'chart-1', values: [100, null, 240] },
    { id: 'p99', name: 'p99', colour: 'chart-2', values: [900, null, 1900] },
    { id: 'none', name: 'none', colour: 'chart-3', values: [null, null, null] },
  ],
  interval: 'hour',
  zone: 'UTC',
  nowMs: START + 2.5 * HOUR,
  unit: { kind: 'duration' },
});

describe('lines', () => {
  it('leave a gap where nothing was measured, and leave out a line that is empty throughout', () => {
    expect(model.series.map((series) => series.name)).toEqual(['p50', 'p99']);
    expect(model.bars.map((point) => point.values)).toEqual([
      [100, 900],
      [null, null],
      [240, 1900],
    ]);
    expect(model.bars.map((point) => point.phase)).toEqual(['past', 'past', 'current']);
  });

  it('stand on a scale that holds the highest, in units of time', () => {
    expect(model.scale.max).toBeGreaterThanOrEqual(1900);
    expect(model.valueTicks.at(-1)?.label).toBe('2 s');
  });

  it('have no total, on hover as in words: percentiles do not add up', () => {
    expect(prepareTooltip(model, 0)?.total).toBeNull();
    expect(prepareTooltip(model, 0)?.rows.map((row) => row.value)).toEqual(['900 ms', '100 ms']);
    expect(prepareTooltip(model, 1)?.note).toBe('nothing recorded');
    expect(describeBars(model)).toBe(
      '3 intervals of one hour: p50 from 100 ms to 240 ms, p99 from 900 ms to 1.9 s.',
    );
  });
});
