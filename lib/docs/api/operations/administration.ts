import * as z from 'zod';
import { holdsQuery } from '../../../admission/hold-schema';
import { auditQuery } from '../../../audit/schema';
import { changeActingInput, signUpInput, startActingInput } from '../../../auth/schema';
import { createTokenInput } from '../../../auth/token-schema';
import { listOf, type Operation, text } from '../operation';
import { adminOverview, audit, createdToken, hold, releasedHold, token } from '../views/workspaces';

const manage = { tag: 'Administration', audience: 'management' } as const;
const acting = {
  ...manage,
  path: '/api/manage/acting',
  role: 'platform admins, in a browser session',
  status: 204,
  answer: null,
} as const;
const health = { tag: 'Health', audience: 'anyone', method: 'get' } as const;

export const ADMINISTRATION_OPERATIONS: Operation[] = [
  {
    ...manage,
    id: 'listTokens',
    method: 'get',
    path: '/api/manage/tokens',
    summary: 'List your management tokens',
    answer: listOf(token),
  },
  {
    ...manage,
    id: 'createToken',
    method: 'post',
    path: '/api/manage/tokens',
    summary: 'Create a management token',
    text: 'It may do what you may, in one workspace or in all of yours. It is shown this once.',
    body: createTokenInput,
    example: { name: 'Billing script' },
    status: 201,
    answer: createdToken,
  },
  {
    ...manage,
    id: 'revokeToken',
    method: 'delete',
    path: '/api/manage/tokens/{id}',
    summary: 'Revoke a management token',
    answer: token,
  },
  {
    ...manage,
    id: 'listAudit',
    method: 'get',
    path: '/api/manage/audit',
    summary: 'List the audit log',
    query: auditQuery,
    answer: listOf(audit),
  },
  {
    ...manage,
    id: 'listHolds',
    method: 'get',
    path: '/api/manage/holds',
    summary: 'List running requests',
    text: 'Oldest first, with what each holds of its limits.',
    query: holdsQuery,
    answer: listOf(hold),
  },
  {
    ...manage,
    id: 'releaseHold',
    method: 'delete',
    path: '/api/manage/holds/{id}',
    summary: 'End a running request',
    text: 'As if its process had died: what it reported is charged, and its place is free at once.',
    role: 'platform admins',
    answer: releasedHold,
  },
  {
    ...manage,
    id: 'getAdminOverview',
    method: 'get',
    path: '/api/manage/admin-overview',
    summary: 'See the whole installation',
    role: 'platform admins',
    answer: adminOverview,
  },
  {
    ...acting,
    id: 'startActing',
    method: 'post',
    summary: 'Act in a workspace',
    text: 'For an hour at most, looking only until changes are allowed. Audited.',
    body: startActingInput,
    example: { workspace_id: '019bbf0e-61c0-7000-8000-3f1d2c5a7b90', reason: 'They asked for help.' },
    fields: { reason: 'Why, for the audit log.' },
  },
  {
    ...acting,
    id: 'changeActing',
    method: 'patch',
    summary: 'Allow changes while acting',
    body: changeActingInput,
    example: { write: true },
  },
  { ...acting, id: 'stopActing', method: 'delete', summary: 'Stop acting' },
  {
    id: 'signUp',
    tag: 'Administration',
    audience: 'anyone',
    method: 'post',
    path: '/api/sign-up',
    summary: 'Sign up',
    text: 'An account with a workspace of its own. Sign in afterwards.',
    body: signUpInput,
    example: { name: 'Ada', email: 'ada@example.com', password: 'long and secret' },
    status: 201,
    answer: z.object({ user: z.object({ id: text, email: text, name: text }), workspace_id: text }),
  },
  {
    ...health,
    id: 'getHealth',
    path: '/api/health',
    summary: 'Ask whether the process lives',
    answer: z.object({ status: z.literal('ok') }),
  },
  {
    ...health,
    id: 'getReady',
    path: '/api/ready',
    summary: 'Ask whether it can work',
    text: '503 while the database or the store cannot be reached, or migrations are missing.',
    answer: z.object({ status: text, checks: z.object({ database: text, store: text }) }),
  },
  {
    tag: 'Health',
    audience: 'management',
    method: 'get',
    id: 'getMetrics',
    path: '/api/metrics',
    summary: 'Scrape metrics',
    role: 'platform admins',
    answer: null,
    also: { 'text/plain': 'Prometheus’ text format.' },
  },
];
