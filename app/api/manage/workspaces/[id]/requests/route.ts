import { accessTo } from '@/lib/auth/access';
import { manage } from '@/lib/http/manage';
import { parse } from '@/lib/parse';
import { requestsCsv } from '@/lib/usage/csv';
import { requestsQuery } from '@/lib/usage/request-schema';
import { listRequests } from '@/lib/usage/requests';
import { csvAnswer, wantsCsv } from '../../../csv-answer';
import { listAnswer } from '../../../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, params: { id = '' }, query, request }) {
    await accessTo(actor, id);
    const { data, nextCursor } = await listRequests(id, parse(requestsQuery, query));
    return wantsCsv(request) ? csvAnswer('requests.csv', requestsCsv(data)) : listAnswer(data, nextCursor);
  },
});
