import { pageMarkdown } from '@/lib/docs/markdown';
import { AppError } from '@/lib/errors';
import { open } from '@/lib/http/manage';
import { baseUrlOf, docPages } from '../../docs';

/** The `.md` twins: next.config.ts leads `/docs/….md` here. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = open({
  async GET({ request }) {
    const baseUrl = baseUrlOf(request.headers);
    const path = new URL(request.url).pathname.replace(/^\/docs\/markdown/, '/docs').replace(/\.md$/, '');
    const page = (await docPages(baseUrl)).find((one) => one.path === path);
    if (!page) throw new AppError('not_found', 'The docs have no such page. /llms.txt lists them.');
    return new Response(pageMarkdown(page, baseUrl), {
      headers: { 'Content-Type': 'text/markdown; charset=utf-8' },
    });
  },
});
