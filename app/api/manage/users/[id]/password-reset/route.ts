import { giveReset } from '@/lib/auth/reset/give-reset';
import { manage } from '@/lib/http/manage';
import { created } from '@/lib/http/respond';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  POST: async ({ actor, params: { id = '' } }) => created(await giveReset(actor, id)),
});
