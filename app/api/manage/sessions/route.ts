import { listSessions } from '@/lib/auth/account/list-sessions';
import { manage } from '@/lib/http/manage';
import { listAnswer } from '../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: async ({ actor }) => listAnswer(await listSessions(actor)),
});
