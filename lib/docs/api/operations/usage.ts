import { requestsQuery } from '../../../usage/request-schema';
import { latencyQuery, usageQuery } from '../../../usage/schema';
import { listOf, type Operation } from '../operation';
import { latency, overview, request, requestRow, usage } from '../views/usage';

const reads = { tag: 'Usage', audience: 'management', method: 'get' } as const;
const CSV = { 'text/csv': 'With `Accept: text/csv`: the same rows.' };

export const USAGE_OPERATIONS: Operation[] = [
  {
    ...reads,
    id: 'getUsage',
    path: '/api/manage/workspaces/{id}/usage',
    summary: 'See what was used',
    text: '`from` and `to` widen to whole quarter-hours, to minutes with `interval=minute`. Not paged.',
    query: usageQuery,
    answer: usage,
    also: CSV,
  },
  {
    ...reads,
    id: 'getLatency',
    path: '/api/manage/workspaces/{id}/usage/latency',
    summary: 'See how fast answers came',
    query: latencyQuery,
    answer: latency,
    also: CSV,
  },
  {
    ...reads,
    id: 'listRequests',
    path: '/api/manage/workspaces/{id}/requests',
    summary: 'List requests',
    text: 'Newest first.',
    query: requestsQuery,
    answer: listOf(requestRow),
    also: CSV,
  },
  {
    ...reads,
    id: 'getRequest',
    path: '/api/manage/workspaces/{id}/requests/{request}',
    summary: 'Get a request',
    text: 'With every limit as its decision left it.',
    answer: request,
  },
  {
    ...reads,
    id: 'getOverview',
    path: '/api/manage/workspaces/{id}/overview',
    summary: 'Compare today with yesterday',
    text: 'Days are those of the offer’s time zone.',
    answer: overview,
  },
];
