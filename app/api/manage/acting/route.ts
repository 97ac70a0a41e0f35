import { changeActing, startActing, stopActing } from '@/lib/auth/acting';
import { manage } from '@/lib/http/manage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage(
  {
    POST: async ({ actor, body }) => startActing(actor, await body()),
    PATCH: async ({ actor, body }) => changeActing(actor, await body()),
    DELETE: ({ actor }) => stopActing(actor),
  },
  true,
);
