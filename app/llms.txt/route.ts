import { llmsText } from '@/lib/docs/llms';
import { open } from '@/lib/http/manage';
import { baseUrlOf } from '../docs/docs';
import { twins } from '../docs/twins';

/** What there is to read, for programs (llmstxt.org). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = open({
  async GET({ request }) {
    const baseUrl = baseUrlOf(request.headers);
    return new Response(llmsText(await twins(baseUrl), baseUrl), {
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    });
  },
});
