import { describe, expect, it } from 'vitest';
import {
  bucketLabel,
  DAY_MS,
  HOUR_MS,
  intervalStart,
  MINUTE_MS,
  prepareBuckets,
  prepareTimeTicks,
  zoneLabel,
} from './prepare-time-axis';

const at = (iso: string) => Date.parse(iso);
const NOW = at('2026-11-22T13:07:30Z');

describe('intervals', () => {
  it('cover the range without gap or overlap, the current one marked', () => {
    const buckets = prepareBuckets({ fromMs: NOW - 3 * HOUR_MS, toMs: NOW }, 'hour', 'UTC', NOW);
    expect(buckets.map((b) => [b.startMs, b.phase])).toEqual([
      [at('2026-11-22T10:00:00Z'), 'past'],
      [at('2026-11-22T11:00:00Z'), 'past'],
      [at('2026-11-22T12:00:00Z'), 'past'],
      [at('2026-11-22T13:00:00Z'), 'current'],
    ]);
    expect(buckets.every((b, i) => i === 0 || buckets[i - 1]?.endMs === b.startMs)).toBe(true);
  });

  it('after now are the future', () => {
    const buckets = prepareBuckets({ fromMs: NOW, toMs: NOW + 2 * HOUR_MS }, 'hour', 'UTC', NOW);
    expect(buckets.map((b) => b.phase)).toEqual(['current', 'future', 'future']);
  });

  it('of a day follow the zone through a change of the clocks', () => {
    const range = { fromMs: at('2026-10-24T12:00:00Z'), toMs: at('2026-10-26T12:00:00Z') };
    const days = prepareBuckets(range, 'day', 'Europe/Berlin', NOW);
    expect(days.map((b) => (b.endMs - b.startMs) / HOUR_MS)).toEqual([24, 25, 24]);
    expect(days[0]?.startMs).toBe(at('2026-10-23T22:00:00Z'));
  });

  it('of an hour start on the hour of a zone that is half an hour off', () => {
    expect(intervalStart(NOW, 'hour', 'Asia/Kolkata')).toBe(at('2026-11-22T12:30:00Z'));
    expect(intervalStart(NOW, 'minute', 'Asia/Kolkata')).toBe(at('2026-11-22T13:07:00Z'));
  });
});

describe('time ticks', () => {
  const ticks = (spanMs: number, interval: 'minute' | 'hour' | 'day', max = 6, zone = 'UTC') =>
    prepareTimeTicks(
      prepareBuckets({ fromMs: NOW - spanMs, toMs: NOW }, interval, zone, NOW),
      interval,
      zone,
      max,
    ).map((t) => t.label);

  it('stand at round times', () => {
    expect(ticks(HOUR_MS, 'minute')).toEqual(['12:10', '12:20', '12:30', '12:40', '12:50', '13:00']);
    expect(ticks(DAY_MS, 'hour')).toEqual(['16:00', '20:00', '22 Nov', '04:00', '08:00', '12:00']);
    expect(ticks(7 * DAY_MS, 'hour', 4)).toEqual(['16 Nov', '18 Nov', '20 Nov', '22 Nov']);
    expect(ticks(29 * DAY_MS, 'day')).toEqual(['28 Oct', '2 Nov', '7 Nov', '12 Nov', '17 Nov', '22 Nov']);
  });

  it('are never more than asked for', () => {
    for (let spanMs = 10 * MINUTE_MS; spanMs < 400 * DAY_MS; spanMs *= 1.7) {
      for (const max of [4, 6]) {
        const interval = spanMs < 6 * HOUR_MS ? 'minute' : spanMs < 9 * DAY_MS ? 'hour' : 'day';
        const shown = ticks(spanMs, interval, max, 'Asia/Kolkata');
        expect(shown.length).toBeLessThanOrEqual(max);
        expect(shown.length).toBeGreaterThan(0);
      }
    }
  });

  it('all show where there are few intervals', () => {
    expect(ticks(2 * DAY_MS, 'day')).toEqual(['20 Nov', '21 Nov', '22 Nov']);
  });
});

describe('words for time', () => {
  it('name an interval in the zone', () => {
    const hour = { startMs: at('2026-11-22T13:00:00Z'), endMs: at('2026-11-22T14:00:00Z') };
    expect(bucketLabel(hour, 'hour', 'UTC')).toBe('Sun 22 Nov, 13:00–14:00');
    expect(bucketLabel(hour, 'hour', 'Asia/Kolkata')).toBe('Sun 22 Nov, 18:30–19:30');
    expect(bucketLabel(hour, 'minute', 'UTC')).toBe('Sun 22 Nov, 13:00');
    expect(bucketLabel(hour, 'day', 'UTC')).toBe('Sun, 22 Nov 2026');
  });

  it('name the zone with its offset', () => {
    expect(zoneLabel('UTC', NOW)).toBe('UTC');
    expect(zoneLabel('America/New_York', NOW)).toBe('America/New York (UTC-05:00)');
  });
});
