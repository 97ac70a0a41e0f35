import { describe, expect, it } from 'vitest';
import { intervalsOf } from '@/lib/usage/intervals';
import {
  DAY_MS,
  HOUR_MS,
  intervalStart,
  MINUTE_MS,
  prepareTimeTicks,
  spanLabel,
  zoneLabel,
} from './prepare-time-axis';

const at = (iso: string) => Date.parse(iso);
const NOW = at('2026-11-22T13:07:30Z');

describe('the start of an interval', () => {
  it('is on the clock of the zone, also half an hour off', () => {
    expect(intervalStart(NOW, 'hour', 'Asia/Kolkata')).toBe(at('2026-11-22T12:30:00Z'));
    expect(intervalStart(NOW, 'minute', 'Asia/Kolkata')).toBe(at('2026-11-22T13:07:00Z'));
    expect(intervalStart(NOW, 'day', 'Asia/Kolkata')).toBe(at('2026-11-21T18:30:00Z'));
  });
});

describe('time ticks', () => {
  const ticks = (spanMs: number, interval: 'minute' | 'hour' | 'day', max = 6, zone = 'UTC') =>
    prepareTimeTicks(
      intervalsOf({ startMs: NOW - spanMs, endMs: NOW }, interval, zone),
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
    expect(spanLabel(hour, 'hour', 'UTC')).toBe('Sun 22 Nov, 13:00–14:00');
    expect(spanLabel(hour, 'hour', 'Asia/Kolkata')).toBe('Sun 22 Nov, 18:30–19:30');
    expect(spanLabel(hour, 'minute', 'UTC')).toBe('Sun 22 Nov, 13:00');
    expect(spanLabel(hour, 'day', 'UTC')).toBe('Sun, 22 Nov 2026');
  });

  it('name the zone with its offset', () => {
    expect(zoneLabel('UTC', NOW)).toBe('UTC');
    expect(zoneLabel('America/New_York', NOW)).toBe('America/New York (UTC-05:00)');
  });
});
