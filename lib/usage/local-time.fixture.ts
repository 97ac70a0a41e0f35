import { MINUTE_MS, QUARTER_MS } from './intervals';
import type { UsageQuery } from './schema';

/** Zones with every kind of offset and of change. */
export const ZONES = [
  'UTC',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Eucla',
  'Pacific/Chatham',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'America/New_York',
  'America/Havana',
  'America/Santiago',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Antarctica/Troll',
  'Europe/Berlin',
  'Pacific/Kiritimati',
  'Pacific/Niue',
];

const formats = new Map<string, Intl.DateTimeFormat>();
/** The local hour (with its offset, which tells a repeated one apart), day, or minute of an instant: by Intl alone. */
export function label(ms: number, unit: UsageQuery['interval'], zone: string): string {
  if (unit === 'minute') return String(Math.floor(ms / MINUTE_MS));
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    });
  formats.set(zone, format);
  const parts = Object.fromEntries(format.formatToParts(ms).map((part) => [part.type, part.value]));
  const day = `${parts.year}-${parts.month}-${parts.day}`;
  return unit === 'day' ? day : `${day} ${parts.hour} ${parts.timeZoneName}`;
}

/** The zone's changes of offset in a year, by walking its hours. */
const changes = new Map<string, number[]>();
export function changesOf(zone: string): number[] {
  const known = changes.get(zone);
  if (known) return known;
  const found = [Date.UTC(2027, 1, 28, 12)];
  const offset = (ms: number) => label(ms, 'hour', zone).split(' ')[2];
  for (let ms = Date.UTC(2027, 0); ms < Date.UTC(2028, 0); ms += 4 * QUARTER_MS) {
    if (offset(ms) !== offset(ms + 4 * QUARTER_MS)) found.push(ms);
  }
  changes.set(zone, found);
  return found;
}
