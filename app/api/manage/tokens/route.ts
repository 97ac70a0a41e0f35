import { createToken } from '@/lib/auth/create-token';
import { listTokens } from '@/lib/auth/list-tokens';
import { manage } from '@/lib/http/manage';
import { created } from '@/lib/http/respond';
import { listAnswer } from '../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: async ({ actor }) => listAnswer(await listTokens(actor)),
  POST: async ({ actor, body }) => created(await createToken(actor, await body())),
});
