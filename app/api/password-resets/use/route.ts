import { requireSameOrigin } from '@/lib/auth/origin';
import { setPasswordByLink } from '@/lib/auth/reset/use-reset';
import { open } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = open({
  async POST({ request, body }) {
    if (request.headers.has('origin')) requireSameOrigin(request.headers);
    return setPasswordByLink(await body());
  },
});
