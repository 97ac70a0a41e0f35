import { clientAddress, requireSameOrigin } from '@/lib/auth/origin';
import { signUp } from '@/lib/auth/sign-up';
import { open } from '@/lib/http/manage';
import { created } from '@/lib/http/respond';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = open({
  async POST({ request, body }) {
    // A browser always says where it comes from; programs need not.
    if (request.headers.has('origin')) requireSameOrigin(request.headers);
    return created(await signUp(await body(), clientAddress(request.headers)));
  },
});
