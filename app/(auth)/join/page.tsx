import type { Metadata } from 'next';
import { JoinForm } from '@/components/auth/join-form';
import { JoinWays } from '@/components/auth/join-ways';
import { getPageActor } from '@/lib/auth/page-actor';
import { inviteFor } from '@/lib/workspaces/members/accept-invite';
import type { SearchProps } from '../../search-props';

export const metadata: Metadata = { title: 'Join a workspace' };

export default async function JoinPage({ searchParams }: SearchProps) {
  const { invite: token } = await searchParams;
  const invite = typeof token === 'string' && token ? await inviteFor(token) : null;
  if (!invite || typeof token !== 'string') {
    return (
      <div className="flex flex-col gap-1">
        <h1 className="font-semibold text-lg tracking-[-0.01em]">This invitation is over</h1>
        <p className="text-muted-foreground">
          It was used, withdrawn or is more than a week old. Ask whoever sent it for a new one.
        </p>
      </div>
    );
  }
  const actor = await getPageActor();
  return (
    <>
      <div className="flex flex-col gap-1">
        <h1 className="font-semibold text-lg tracking-[-0.01em]">Join {invite.workspace}</h1>
        <p className="text-muted-foreground">
          You are invited as {invite.role}
          {invite.email ? `, with the address ${invite.email}` : ''}.
        </p>
      </div>
      {actor ? (
        <JoinForm token={token} workspace={invite.workspace} as={actor.name} />
      ) : (
        <JoinWays token={token} />
      )}
    </>
  );
}
