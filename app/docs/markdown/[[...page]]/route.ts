import { AppError } from '@/lib/errors';
import { open } from '@/lib/http/manage';
import { baseUrlOf } from '../../docs';
import { twins } from '../../twins';

/** The `.md` twins: next.config.ts leads `/docs/….md` here. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = open({
  async GET({ request }) {
    const baseUrl = baseUrlOf(request.headers);
    const path = new URL(request.url).pathname.replace(/^\/docs\/markdown/, '/docs').replace(/\.md$/, '');
    const page = (await twins(baseUrl)).find((one) => one.path === path);
    if (!page) throw new AppError('not_found', 'The docs have no such page. /llms.txt lists them.');
    return new Response(page.markdown(), {
      headers: { 'Content-Type': 'text/markdown; charset=utf-8' },
    });
  },
});
