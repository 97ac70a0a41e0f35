import { handleAuth } from '@/lib/auth/handler';
import { open } from '@/lib/http/manage';

/** The path below /api/auth says what is wanted; the catch-all's parameter is one string once joined. */
const segments = (request: Request) => new URL(request.url).pathname.split('/').filter(Boolean).slice(2);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = open({
  GET: ({ request }) => handleAuth(request, segments(request)),
  POST: ({ request }) => handleAuth(request, segments(request)),
});
