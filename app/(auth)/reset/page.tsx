import type { Metadata } from 'next';
import Link from 'next/link';
import { AskResetForm } from '@/components/auth/ask-reset-form';
import { SetPasswordForm } from '@/components/auth/set-password-form';
import { resetFor } from '@/lib/auth/reset/use-reset';
import { mailsLinks } from '@/lib/mail';
import type { SearchProps } from '../../search-props';

// The link's token stands in the address: it goes to nobody as a referrer.
export const metadata: Metadata = { title: 'Set a new password', referrer: 'no-referrer' };

export default async function ResetPage({ searchParams }: SearchProps) {
  const { token } = await searchParams;
  const sent = typeof token === 'string' && token !== '' ? token : null;
  const reset = sent && (await resetFor(sent));
  return (
    <>
      <div className="flex flex-col gap-1">
        <h1 className="font-semibold text-lg tracking-[-0.01em]">
          {sent && !reset ? 'This link is over' : 'Set a new password'}
        </h1>
        <p className="text-muted-foreground">
          {reset ? (
            <>
              For <span className="break-all font-medium text-foreground">{reset.email}</span>. Every browser
              that is signed in is signed out.
            </>
          ) : (
            next(sent !== null)
          )}
        </p>
      </div>
      {reset ? <SetPasswordForm token={sent} email={reset.email} /> : mailsLinks() ? <AskResetForm /> : null}
      <p className="text-muted-foreground">
        <Link className="font-medium text-link underline-offset-4 hover:underline" href="/sign-in">
          Back to sign in
        </Link>
      </p>
    </>
  );
}

function next(over: boolean): string {
  const why = over ? 'It was used, replaced by a newer one, or is too old. ' : '';
  return mailsLinks()
    ? `${why}We mail you a link that sets a new password.`
    : `${why}Ask whoever runs this Headroom for a link that sets a new password: it sends no e-mail.`;
}
