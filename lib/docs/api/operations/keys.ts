import {
  createKeyInput,
  creditInput,
  listKeysQuery,
  rotateKeyInput,
  updateKeyInput,
} from '../../../keys/schema';
import { listOf, type Operation } from '../operation';
import { createdKey, key, quota } from '../views/workspaces';

const keys = { tag: 'Keys', audience: 'management' } as const;
const FIELDS = {
  plan: 'Slug of a plan of the same offer, of equal or lower rank, that the key is pinned to. null follows the workspace.',
  rpm: 'Requests a minute. null follows the plan.',
  tpm: 'Tokens a minute. null follows the plan.',
  budget: 'The most it may spend. null: no budget.',
  'budget.amount': 'In the offer’s currency, such as `"12.50"`.',
  expires_at: 'An instant in the future. null: never.',
  models: 'Names of models. Empty: all.',
  ips: 'Addresses or CIDR ranges. Empty: all.',
  scopes: 'What it may be used for. Empty: everything.',
};
const OWNER = { owner_id: 'A member of the workspace. Absent: you, or for a token the workspace’s owner.' };

const CREDIT = { amount: 'In the offer’s currency, such as `"12.50"`.' };

export const KEY_OPERATIONS: Operation[] = [
  {
    ...keys,
    id: 'createKey',
    method: 'post',
    path: '/api/manage/workspaces/{id}/keys',
    summary: 'Create a key',
    text: 'The key is shown this once. 403 `api_access_not_in_plan` where the plan has no keys.',
    role: 'developers and above',
    body: createKeyInput,
    example: { name: 'Nightly reports', rpm: 30, budget: { amount: '12.50', period: 'month' } },
    status: 201,
    answer: createdKey,
    fields: { ...FIELDS, ...OWNER },
  },
  {
    ...keys,
    id: 'listKeys',
    method: 'get',
    path: '/api/manage/workspaces/{id}/keys',
    summary: 'List keys',
    query: listKeysQuery,
    answer: listOf(key),
  },
  { ...keys, id: 'getKey', method: 'get', path: '/api/manage/keys/{id}', summary: 'Get a key', answer: key },
  {
    ...keys,
    id: 'updateKey',
    method: 'patch',
    path: '/api/manage/keys/{id}',
    summary: 'Change a key',
    text: 'Answers once the change is in force on every server.',
    body: updateKeyInput,
    example: { rpm: 60 },
    answer: key,
    fields: FIELDS,
  },
  {
    ...keys,
    id: 'revokeKey',
    method: 'delete',
    path: '/api/manage/keys/{id}',
    summary: 'Revoke a key',
    text: 'The next request with it is refused, on every server.',
    answer: key,
  },
  {
    ...keys,
    id: 'rotateKey',
    method: 'post',
    path: '/api/manage/keys/{id}/rotate',
    summary: 'Rotate a key',
    text: 'A new secret for the same key: id, limits and counters stay. The old one works until the overlap ends.',
    body: rotateKeyInput,
    example: { overlap_seconds: 3600 },
    answer: createdKey,
  },
  {
    ...keys,
    id: 'grantKeyCredit',
    method: 'post',
    path: '/api/manage/keys/{id}/credit',
    summary: 'Grant credit to a key',
    text: 'Raises its budget by the amount.',
    role: 'platform admins',
    body: creditInput,
    example: { amount: '5.00', note: 'For yesterday’s outage.' },
    answer: key,
    fields: CREDIT,
  },
  {
    ...keys,
    id: 'getKeyQuota',
    method: 'get',
    path: '/api/manage/keys/{id}/quota',
    summary: 'See what is left of a key’s limits',
    answer: quota,
  },
];
