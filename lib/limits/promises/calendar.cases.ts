import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Limit } from '../../plans/limit';
import { limit } from '../../testing/limit';
import { holdsForAll } from '../../testing/proof';
import { claimOf, decideIn, twoKeys, type World } from '../../testing/world';

/** Zones with summer time in both hemispheres, half hours, midnights that do not exist or come twice, none. */
const ZONES = [
  'UTC',
  'America/New_York',
  'America/Havana',
  'America/Santiago',
  'America/St_Johns',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
];
const formats = new Map<string, Intl.DateTimeFormat>();

/** The local date, by the platform's own calendar: nothing of ours reckons here. */
function dateIn(zone: string, atMs: number): [year: number, month: number, day: number] {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(zone, format);
  }
  const [year = 0, month = 0, day = 0] = format.format(atMs).split('-').map(Number);
  return [year, month, day];
}

/** Names the period an instant lies in: days by their date, months by the one in which they began. */
function periodOf(
  { unit, zone, anchorDay }: Extract<Limit['window'], { kind: 'calendar' }>,
  atMs: number,
): string {
  const [year, month, day] = dateIn(zone, atMs);
  if (unit === 'day') return `${year}-${month}-${day}`;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return `${year * 12 + month - (day >= Math.min(anchorDay, last) ? 0 : 1)}`;
}

const HOUR_MS = 3_600_000;
const FROM = Date.UTC(2024, 0, 1);
const TO = Date.UTC(2029, 0, 1);
/** Anywhere, around midnights and changes of the hour, and at the ends of February. */
const instant = fc.oneof(
  fc.integer({ min: FROM, max: TO }),
  fc
    .record({ days: fc.nat(1826), hours: fc.nat(27), off: fc.constantFrom(-1, 0, 1, 1_800_000, -900_000) })
    .map(({ days, hours, off }) => FROM + days * 24 * HOUR_MS + hours * HOUR_MS + off),
  fc
    .record({ year: fc.integer({ min: 2024, max: 2028 }), hours: fc.nat(96) })
    .map(({ year, hours }) => Date.UTC(year, 1, 27) + hours * HOUR_MS),
);
const period = fc.record({
  window: fc.record({
    kind: fc.constant('calendar' as const),
    unit: fc.constantFrom('day' as const, 'month' as const),
    zone: fc.constantFrom(...ZONES),
    anchorDay: fc.constantFrom(1, 2, 15, 28, 29, 30, 31),
  }),
  atMs: instant,
  later: fc.oneof(fc.nat(30 * HOUR_MS), fc.nat(32 * 24 * HOUR_MS)),
});

export function calendarPromises(world: World, runs: number): void {
  it('9 calendar windows: a period is used up until its last millisecond, and the next one is whole', () =>
    holdsForAll(`promise 9 (calendar), ${world.name}`, period, runs, async ({ window, atMs, later }) => {
      const [who] = await twoKeys([limit({ window, capacity: 1 })]);
      const ask = (ms: number) => decideIn(world, who, claimOf({ requests: 1 }), ms);
      expect((await ask(atMs)).admitted).toBe(true);
      const second = await ask(atMs + later);
      expect(second.admitted).toBe(periodOf(window, atMs) !== periodOf(window, atMs + later));
      if (second.admitted) return;
      const endMs = atMs + later + (second.retryAfterMs ?? 0);
      expect(periodOf(window, endMs - 1)).toBe(periodOf(window, atMs));
      expect(periodOf(window, endMs)).not.toBe(periodOf(window, atMs));
      expect((await ask(endMs - 1)).admitted).toBe(false);
      expect((await ask(endMs)).admitted).toBe(true);
      expect((await ask(endMs)).admitted).toBe(false);
    }));
}
