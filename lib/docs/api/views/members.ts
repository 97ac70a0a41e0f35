import * as z from 'zod';
import type { SessionView } from '../../../auth/account/schema';
import { type CreatedInviteView, type InviteView, ROLES } from '../../../workspaces/members/schema';
import { text, viewOf } from '../operation';

const inviteShape = {
  id: text,
  email: text.nullable().meta({ description: 'Only this account may use it; null: whoever has the link' }),
  role: z.enum(ROLES),
  created_at: text,
  expires_at: text,
};
export const invite = viewOf<InviteView>()('Invite', z.object(inviteShape));
export const createdInvite = viewOf<CreatedInviteView>()(
  'CreatedInvite',
  z.object({
    ...inviteShape,
    token: text.meta({ description: 'For the link `/join?invite=TOKEN`, shown this once' }),
  }),
);

export const session = viewOf<SessionView>()(
  'Session',
  z.object({
    id: text,
    current: z.boolean().meta({ description: 'The one that asks' }),
    ip: text.nullable(),
    user_agent: text.nullable(),
    created_at: text,
    last_seen_at: text,
    expires_at: text,
  }),
);
