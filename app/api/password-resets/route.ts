import { clientAddress, requireSameOrigin } from '@/lib/auth/origin';
import { askReset } from '@/lib/auth/reset/ask-reset';
import { open } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = open({
  async POST({ request, body }) {
    if (request.headers.has('origin')) requireSameOrigin(request.headers);
    await askReset(await body(), clientAddress(request.headers));
  },
});
