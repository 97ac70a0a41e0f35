import { accessTo } from '@/lib/auth/access';
import { manage } from '@/lib/http/manage';
import { parse } from '@/lib/parse';
import { latencyCsv } from '@/lib/usage/csv';
import { latency } from '@/lib/usage/latency-query';
import { latencyQuery } from '@/lib/usage/schema';
import { csvAnswer, wantsCsv } from '../../../../csv-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, params: { id = '' }, query, request }) {
    await accessTo(actor, id);
    const view = await latency(id, parse(latencyQuery, query));
    return wantsCsv(request) ? csvAnswer('latency.csv', latencyCsv(view)) : view;
  },
});
