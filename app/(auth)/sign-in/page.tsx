import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { safeCallback } from '@/components/auth/callback-url';
import { ProviderButtons } from '@/components/auth/provider-buttons';
import { SignInForm } from '@/components/auth/sign-in-form';
import { getPageActor } from '@/lib/auth/page-actor';
import { outsideProviders } from '@/lib/auth/providers';
import { env } from '@/lib/env';
import type { SearchProps } from '../../search-props';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: SearchProps) {
  const query = await searchParams;
  const callbackUrl = safeCallback(query.callbackUrl);
  if (await getPageActor()) redirect(callbackUrl);
  const providers = outsideProviders().map(({ id, name }) => ({ id, name }));
  const error = typeof query.error === 'string' ? query.error : null;
  return (
    <>
      <div className="flex flex-col gap-1">
        <h1 className="font-semibold text-lg tracking-[-0.01em]">Sign in</h1>
        <p className="text-muted-foreground">See how much is left, and until when.</p>
      </div>
      <ProviderButtons providers={providers} callbackUrl={callbackUrl} />
      <SignInForm callbackUrl={callbackUrl} initialError={error} />
      <p className="text-muted-foreground">
        <Link className="font-medium text-link underline-offset-4 hover:underline" href="/reset">
          Forgot your password?
        </Link>
      </p>
      {env().SIGN_UP === 'off' ? null : (
        <p className="text-muted-foreground">
          No account yet?{' '}
          <Link
            className="font-medium text-link underline-offset-4 hover:underline"
            href={
              callbackUrl === '/' ? '/sign-up' : `/sign-up?callbackUrl=${encodeURIComponent(callbackUrl)}`
            }
          >
            Create one
          </Link>
        </p>
      )}
    </>
  );
}
