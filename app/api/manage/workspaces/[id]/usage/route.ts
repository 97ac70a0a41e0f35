import { accessTo } from '@/lib/auth/access';
import { manage } from '@/lib/http/manage';
import { parse } from '@/lib/parse';
import { usageCsv } from '@/lib/usage/csv';
import { usage } from '@/lib/usage/query';
import { usageQuery } from '@/lib/usage/schema';
import { csvAnswer, wantsCsv } from '../../../csv-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, params: { id = '' }, query, request }) {
    await accessTo(actor, id);
    const view = await usage(id, parse(usageQuery, query));
    return wantsCsv(request) ? csvAnswer('usage.csv', usageCsv(view)) : view;
  },
});
