import * as z from 'zod';
import { changePasswordInput, editProfileInput } from '../../../auth/account/schema';
import { acceptInviteInput, changeRoleInput, createInviteInput } from '../../../workspaces/members/schema';
import { listMembersQuery } from '../../../workspaces/schema';
import { listOf, type Operation, text } from '../operation';
import { createdInvite, invite, session } from '../views/members';
import { me, member } from '../views/workspaces';

const members = { tag: 'Members and accounts', audience: 'management' } as const;
const role = 'owners and admins of the workspace';
const gone = { status: 204, answer: null } as const;

export const MEMBER_OPERATIONS: Operation[] = [
  { ...members, id: 'getMe', method: 'get', path: '/api/manage/me', summary: 'See who you are', answer: me },
  {
    ...members,
    id: 'updateMe',
    method: 'patch',
    path: '/api/manage/me',
    summary: 'Change your name',
    body: editProfileInput,
    example: { name: 'Ada Lovelace' },
    answer: z.object({ name: text }),
  },
  {
    ...members,
    ...gone,
    id: 'changePassword',
    method: 'post',
    path: '/api/manage/me/password',
    summary: 'Change your password',
    text: 'Your other sessions end.',
    body: changePasswordInput,
    example: { current: 'the old one', next: 'a long new one' },
  },
  {
    ...members,
    id: 'listSessions',
    method: 'get',
    path: '/api/manage/sessions',
    summary: 'List your sessions',
    answer: listOf(session),
  },
  {
    ...members,
    ...gone,
    id: 'revokeSession',
    method: 'delete',
    path: '/api/manage/sessions/{id}',
    summary: 'End a session',
  },
  {
    ...members,
    id: 'listMembers',
    method: 'get',
    path: '/api/manage/workspaces/{id}/members',
    summary: 'List members',
    query: listMembersQuery,
    answer: listOf(member),
  },
  {
    ...members,
    id: 'changeRole',
    method: 'patch',
    path: '/api/manage/workspaces/{id}/members/{userId}',
    summary: 'Change a member’s role',
    role,
    body: changeRoleInput,
    example: { role: 'developer' },
    answer: member,
  },
  {
    ...members,
    ...gone,
    id: 'removeMember',
    method: 'delete',
    path: '/api/manage/workspaces/{id}/members/{userId}',
    summary: 'Remove a member',
    text: 'Their keys go to the owner.',
    role: `${role}; anyone may leave`,
  },
  {
    ...members,
    id: 'listInvites',
    method: 'get',
    path: '/api/manage/workspaces/{id}/invites',
    summary: 'List open invitations',
    role,
    answer: listOf(invite),
  },
  {
    ...members,
    id: 'createInvite',
    method: 'post',
    path: '/api/manage/workspaces/{id}/invites',
    summary: 'Invite somebody',
    role,
    body: createInviteInput,
    example: { role: 'developer', email: 'grace@example.com' },
    status: 201,
    answer: createdInvite,
    fields: { email: 'Only an account with this address may use the link. Absent: whoever has it.' },
  },
  {
    ...members,
    ...gone,
    id: 'revokeInvite',
    method: 'delete',
    path: '/api/manage/invites/{id}',
    summary: 'Withdraw an invitation',
    role,
  },
  {
    ...members,
    id: 'acceptInvite',
    method: 'post',
    path: '/api/manage/invites/accept',
    summary: 'Accept an invitation',
    body: acceptInviteInput,
    example: { token: 'what the link carries' },
    answer: z.object({ workspace_id: text }),
  },
];
