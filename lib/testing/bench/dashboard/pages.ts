import { getRequest } from '../../../usage/get-request';
import { keyActivity } from '../../../usage/key-activity';
import { latency } from '../../../usage/latency-query';
import { overview, requestsLastDay } from '../../../usage/overview';
import { usage } from '../../../usage/query';
import { type RequestsQuery, requestsQuery } from '../../../usage/request-schema';
import { listRequests } from '../../../usage/requests';
import type { UsageQuery } from '../../../usage/schema';
import type { BenchWorkspace } from './tenants';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What a page asks the database when it is opened, all at once as the page does; `floorMs` is its aim at p95. */
export interface PageBench {
  page: string;
  floorMs: number;
  /** One opening; `turn` varies what is asked for. */
  open: (tenant: BenchWorkspace, turn: number) => Promise<unknown>;
}

const RANGES: [ms: number, interval: UsageQuery['interval']][] = [
  [HOUR_MS, 'minute'],
  [DAY_MS, 'hour'],
  [7 * DAY_MS, 'hour'],
  [30 * DAY_MS, 'day'],
];
const GROUPS = ['key', 'model', 'member', 'outcome', 'resource'] as const;
const ZONES = ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Asia/Kolkata'];

const at = <T>(values: readonly T[], turn: number): T => values[turn % values.length] as T;

function usagePage(range: (typeof RANGES)[number], endMs: number) {
  return ({ id }: BenchWorkspace, turn: number) => {
    const [ms, interval] = range;
    const asked = {
      from: new Date(endMs - ms).toISOString(),
      to: new Date(endMs).toISOString(),
      interval,
      tz: at(ZONES, turn),
      group_by: at(GROUPS, turn),
    };
    return Promise.all([usage(id, { ...asked, compare: 'previous' }), latency(id, asked)]);
  };
}

const list = (id: string, query: Partial<RequestsQuery>) => listRequests(id, requestsQuery.parse(query));

/** The pages that read usage, with every kind of question they ask. */
export const pageBenches = (tenants: readonly BenchWorkspace[], endMs: number): PageBench[] => [
  ...RANGES.map((range, i) => ({
    page: `usage, ${['the last hour', '24 hours', '7 days', '30 days'][i]}`,
    floorMs: 100,
    open: usagePage(range, endMs),
  })),
  {
    page: 'usage, refusals by limit',
    floorMs: 100,
    open: ({ id }) =>
      usage(id, {
        from: new Date(endMs - 30 * DAY_MS).toISOString(),
        to: new Date(endMs).toISOString(),
        interval: 'day',
        tz: 'UTC',
        group_by: 'limit',
        outcome: 'refused',
      }),
  },
  {
    page: 'overview',
    floorMs: 150,
    open: (tenant, turn) =>
      Promise.all([overview(tenant.id, endMs), usagePage(at(RANGES, 1), endMs)(tenant, turn)]),
  },
  { page: 'keys', floorMs: 150, open: ({ id, keyIds }) => keyActivity(id, keyIds, endMs) },
  { page: 'requests, the newest', floorMs: 150, open: ({ id }) => list(id, {}) },
  {
    page: 'requests, filtered',
    floorMs: 150,
    open: ({ id, rareKeyId, keyIds }, turn) => {
      const filters: Partial<RequestsQuery>[] = [
        { key: rareKeyId },
        { key: keyIds[0] },
        { key: 'session' },
        { outcome: 'failed' },
        { outcome: 'client_closed', model: 'o4-mini' },
        { model: 'gpt-4o', from: new Date(endMs - 20 * DAY_MS).toISOString() },
        { outcome: 'refused' },
        { model: 'no such model' },
      ];
      return list(id, at(filters, turn));
    },
  },
  {
    page: 'requests, far back',
    floorMs: 150,
    open: async ({ id, rareKeyId }, turn) => {
      const to = new Date(endMs - (1 + (turn % 29)) * DAY_MS).toISOString();
      return list(id, turn % 2 === 0 ? { to } : { to, key: rareKeyId });
    },
  },
  {
    page: 'one request',
    floorMs: 150,
    open: async ({ id }) => {
      const { data } = await list(id, { limit: 1 });
      return data[0] && getRequest(id, data[0].id);
    },
  },
  {
    page: 'workspaces of an admin',
    floorMs: 150,
    open: () =>
      requestsLastDay(
        tenants.map(({ id }) => id),
        endMs,
      ),
  },
];
