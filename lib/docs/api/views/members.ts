import * as z from 'zod';
import type { SessionView } from '../../../auth/account/schema';
import type { ResetLinkView } from '../../../auth/reset/schema';
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
    sent_to: text.nullable().meta({ description: 'Whom it was mailed to; null: send the link yourself' }),
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

export const resetLink = viewOf<ResetLinkView>()(
  'ResetLink',
  z.object({
    sent_to: text
      .nullable()
      .meta({ description: 'Whom it was mailed to; null: hand the link over yourself' }),
    token: text
      .nullable()
      .meta({ description: 'For the link `/reset?token=TOKEN`, shown this once; null where it was mailed' }),
    expires_at: text,
  }),
);
