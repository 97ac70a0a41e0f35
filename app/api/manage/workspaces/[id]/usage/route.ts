import { accessTo } from '@/lib/auth/access';
import { manage } from '@/lib/http/manage';
import { parse } from '@/lib/parse';
import { usageCsv } from '@/lib/usage/csv';
import { usage } from '@/lib/usage/query';
import { usageQuery } from '@/lib/usage/schema';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, params: { id = '' }, query, request }) {
    await accessTo(actor, id);
    const view = await usage(id, parse(usageQuery, query));
    if (!request.headers.get('accept')?.includes('text/csv')) return view;
    return new Response(usageCsv(view), {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="usage.csv"',
        'X-Content-Type-Options': 'nosniff',
      },
    });
  },
});
