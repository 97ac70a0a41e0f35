import { TZDate } from '@date-fns/tz';
import type { Window } from './limit';

/** A calendar period: [startMs, endMs), instants. */
export interface Period {
  startMs: number;
  endMs: number;
}

type Calendar = Extract<Window, { kind: 'calendar' }>;

/** The first instant of a local day; where midnight is skipped (DST), the first instant after it. */
function dayStart(year: number, month: number, day: number, zone: string): number {
  return new TZDate(year, month, day, 0, 0, 0, 0, zone).getTime();
}

/** The anchor day in a month, or the month's last day where the month is shorter. */
function anchorStart(year: number, month: number, anchorDay: number, zone: string): number {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dayStart(year, month, Math.min(anchorDay, last), zone);
}

/** The calendar period that contains an instant, and the one after it. */
export function periodsAt(window: Calendar, atMs: number): [current: Period, next: Period] {
  const local = new TZDate(atMs, window.zone);
  const [year, month, day] = [local.getFullYear(), local.getMonth(), local.getDate()];
  const edge =
    window.unit === 'day'
      ? (offset: number) => dayStart(year, month, day + offset, window.zone)
      : (offset: number) => {
          const first = new Date(Date.UTC(year, month + offset, 1));
          return anchorStart(first.getUTCFullYear(), first.getUTCMonth(), window.anchorDay, window.zone);
        };
  const from = edge(0) <= atMs ? 0 : -1;
  const period = (offset: number): Period => ({ startMs: edge(offset), endMs: edge(offset + 1) });
  return [period(from), period(from + 1)];
}
