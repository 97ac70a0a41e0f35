import { env } from '../env';
import { AppError } from '../errors';
import { DAY_MS, type Interval, type IntervalUnit, isZone, widen } from './intervals';
import type { UsageQuery } from './schema';

/** What one answer may span, in days: some 3,000 intervals at most, whatever the interval. */
const MOST_DAYS: Record<IntervalUnit, number> = { minute: 2, hour: 100, day: 1100 };
const IN_WORDS: Record<IntervalUnit, string> = { minute: '2 days', hour: '100 days', day: '1,100 days' };
/** Years that Postgres, JavaScript and every zone's rules agree on. */
const [EARLIEST_MS, LATEST_MS] = [Date.UTC(1970, 0), Date.UTC(2100, 0)];

type Asked = Pick<UsageQuery, 'from' | 'to' | 'interval' | 'tz'>;

/** The widened range of a query. @throws AppError `invalid_request` for what cannot be answered. */
export function rangeOf(query: Asked, nowMs = Date.now()): Interval {
  const asked = { startMs: Date.parse(query.from), endMs: Date.parse(query.to) };
  if (!isZone(query.tz)) {
    throw invalid('tz', `tz must be an IANA time zone such as "Asia/Kolkata"; "${query.tz}" is not known.`);
  }
  if (asked.startMs < EARLIEST_MS || asked.endMs > LATEST_MS) {
    throw invalid('from', 'from and to must lie between 1970 and 2100.');
  }
  if (asked.endMs <= asked.startMs) throw invalid('to', 'to must be later than from.');
  if (asked.endMs - asked.startMs > MOST_DAYS[query.interval] * DAY_MS) {
    throw invalid(
      'interval',
      `interval=${query.interval} answers at most ${IN_WORDS[query.interval]} at once. Ask for a shorter range${
        query.interval === 'day' ? '' : ' or a longer interval'
      }.`,
    );
  }
  const days = env().RETAIN_MINUTES_DAYS;
  if (query.interval === 'minute' && asked.startMs < nowMs - days * DAY_MS) {
    throw invalid('interval', `Use by the minute is kept for ${days} days. Ask for interval=hour instead.`);
  }
  return widen(asked, query.interval);
}

const invalid = (field: string, message: string) => new AppError('invalid_request', message, { field });
