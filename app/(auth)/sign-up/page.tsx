import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { safeCallback } from '@/components/auth/callback-url';
import { ProviderButtons } from '@/components/auth/provider-buttons';
import { SignUpForm } from '@/components/auth/sign-up-form';
import { getPageActor } from '@/lib/auth/page-actor';
import { outsideProviders } from '@/lib/auth/providers';
import { env } from '@/lib/env';
import type { SearchProps } from '../../search-props';

export const metadata: Metadata = { title: 'Create account' };

export default async function SignUpPage({ searchParams }: SearchProps) {
  const query = await searchParams;
  const callbackUrl = safeCallback(query.callbackUrl);
  if (await getPageActor()) redirect(callbackUrl);
  const invite = typeof query.invite === 'string' && query.invite ? query.invite : undefined;
  const mode = env().SIGN_UP;
  const closed = mode === 'off' || (mode === 'invite' && !invite);
  const providers = outsideProviders().map(({ id, name }) => ({ id, name }));
  return (
    <>
      <div className="flex flex-col gap-1">
        <h1 className="font-semibold text-lg tracking-[-0.01em]">
          {closed ? 'Sign-up is closed' : 'Create your account'}
        </h1>
        <p className="text-muted-foreground">{closed ? CLOSED[mode] : 'Your first key takes a minute.'}</p>
      </div>
      {closed ? null : (
        <>
          {invite ? null : <ProviderButtons providers={providers} callbackUrl={callbackUrl} />}
          <SignUpForm callbackUrl={callbackUrl} invite={invite} />
        </>
      )}
      <p className="text-muted-foreground">
        Have an account?{' '}
        <Link className="font-medium text-link underline-offset-4 hover:underline" href="/sign-in">
          Sign in
        </Link>
      </p>
    </>
  );
}

const CLOSED = {
  open: '',
  invite: 'An account here needs an invitation. Ask an admin for a link, then open it.',
  off: 'Nobody can sign up on this Headroom. Ask an admin for an account.',
};
