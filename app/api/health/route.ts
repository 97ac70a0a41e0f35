import { open } from '@/lib/http/manage';

/** Alive: the process answers. Whether it can work, /api/ready says. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = open({ GET: () => ({ status: 'ok' }) });
