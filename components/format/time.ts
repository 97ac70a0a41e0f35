const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span in at most two units, rounded up to whole seconds: `12 s`, `3 m 05 s`, `3 h 12 m`, `4 d 2 h`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, '0')} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} m`;
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** How long something took: `85 ms`, `1.24 s`, `12.5 s`, `2 m 05 s`. */
export function formatMs(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms >= 2 * MINUTE) return formatDuration(ms);
  const seconds = ms / SECOND;
  return `${Number(seconds.toFixed(seconds < 10 ? 2 : 1))} s`;
}

/** The same span in words that change once a minute at most, for screen readers: `3 hours 12 minutes`. */
export function spokenDuration(ms: number): string {
  const minutes = Math.ceil(Math.max(0, ms) / MINUTE);
  const unit = (n: number, word: string) => (n > 0 ? `${n} ${word}${n === 1 ? '' : 's'}` : '');
  if (minutes <= 1) return 'less than a minute';
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const parts =
    days > 0 ? [unit(days, 'day'), unit(hours, 'hour')] : [unit(hours, 'hour'), unit(minutes % 60, 'minute')];
  return parts.filter(Boolean).join(' ');
}

/** An instant beside now: `just now`, `2 min ago`, `in 3 h`; older or later than a week, its date. */
export function formatRelative(atMs: number, nowMs: number, timeZone?: string): string {
  const gap = Math.abs(nowMs - atMs);
  if (gap >= 7 * DAY) return formatDate(atMs, nowMs, timeZone);
  const words =
    gap < 45 * SECOND
      ? null
      : gap < 59.5 * MINUTE
        ? `${Math.max(1, Math.round(gap / MINUTE))} min`
        : gap < 23.5 * HOUR
          ? `${Math.round(gap / HOUR)} h`
          : `${Math.round(gap / DAY)} d`;
  if (words === null) return 'just now';
  return atMs <= nowMs ? `${words} ago` : `in ${words}`;
}

/** `12 Nov`, with the year where it is not this one. */
export function formatDate(atMs: number, nowMs: number, timeZone?: string): string {
  const year = (ms: number) => new Intl.DateTimeFormat('en', { year: 'numeric', timeZone }).format(ms);
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: year(atMs) === year(nowMs) ? undefined : 'numeric',
    timeZone,
  }).format(atMs);
}

/** Every part of an instant with its zone: `12 Nov 2026, 14:03:09 UTC`. Shown on hover. */
export function formatInstant(atMs: number, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(atMs);
}
