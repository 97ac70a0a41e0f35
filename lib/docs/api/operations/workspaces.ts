import { creditInput } from '../../../keys/schema';
import { createWorkspaceInput, listWorkspacesQuery, patchWorkspaceInput } from '../../../workspaces/schema';
import { listOf, type Operation } from '../operation';
import { quota, workspace, workspaceRow } from '../views/workspaces';

const workspaces = { tag: 'Workspaces', audience: 'management' } as const;

export const WORKSPACE_OPERATIONS: Operation[] = [
  {
    ...workspaces,
    id: 'listWorkspaces',
    method: 'get',
    path: '/api/manage/workspaces',
    summary: 'List workspaces',
    text: 'Your own; all of them for a platform admin.',
    query: listWorkspacesQuery,
    answer: listOf(workspaceRow),
  },
  {
    ...workspaces,
    id: 'createWorkspace',
    method: 'post',
    path: '/api/manage/workspaces',
    summary: 'Create a workspace',
    text: 'On the lowest plan of its offer. You own it.',
    body: createWorkspaceInput,
    example: { name: 'Search team' },
    status: 201,
    answer: workspace,
  },
  {
    ...workspaces,
    id: 'getWorkspace',
    method: 'get',
    path: '/api/manage/workspaces/{id}',
    summary: 'Get a workspace',
    answer: workspace,
  },
  {
    ...workspaces,
    id: 'updateWorkspace',
    method: 'patch',
    path: '/api/manage/workspaces/{id}',
    summary: 'Change a workspace',
    text: 'In force on the next request. A plan with custom numbers needs each of them in `overrides`.',
    role: 'platform admins; owners may rename it',
    body: patchWorkspaceInput,
    example: { plan: 'team' },
    answer: workspace,
    fields: {
      plan: 'Slug of a plan of its offer.',
      overrides: 'Replaces all custom limits.',
      'overrides.window': 'Such as `rolling 60000`, `day UTC`, `month UTC 1`, `lifetime`, `concurrent`.',
      'overrides.capacity': 'null is unlimited, 0 is not included.',
      sizes: 'Upload sizes agreed with this workspace; null: its plan’s.',
    },
  },
  {
    ...workspaces,
    id: 'grantCredit',
    method: 'post',
    path: '/api/manage/workspaces/{id}/credit',
    summary: 'Grant credit to a workspace',
    text: 'Raises its budget by the amount.',
    role: 'platform admins',
    body: creditInput,
    example: { amount: '50.00' },
    answer: workspace,
    fields: { amount: 'In the offer’s currency, such as `"12.50"`.' },
  },
  {
    ...workspaces,
    id: 'getWorkspaceQuota',
    method: 'get',
    path: '/api/manage/workspaces/{id}/quota',
    summary: 'See what is left of a workspace’s limits',
    answer: quota,
  },
];
