import { manage } from '@/lib/http/manage';
import { created } from '@/lib/http/respond';
import { createUpstream } from '@/lib/models/create-upstream';
import { listUpstreams } from '@/lib/models/upstreams';
import { listAnswer } from '../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  GET: async ({ actor }) => listAnswer(await listUpstreams(actor)),
  POST: async ({ actor, body }) => created(await createUpstream(actor, await body())),
});
