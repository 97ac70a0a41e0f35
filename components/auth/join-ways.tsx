'use client';

import Link from 'next/link';
import { buttonVariants } from '@/components/ui/button';

/** For somebody who is not signed in: a new account that joins, or signing in to join. */
export function JoinWays({ token }: { token: string }) {
  const invite = encodeURIComponent(token);
  return (
    <div className="flex flex-col gap-3">
      <Link href={`/sign-up?invite=${invite}`} className={buttonVariants({ size: 'lg' })}>
        Create an account
      </Link>
      <Link
        href={`/sign-in?callbackUrl=${encodeURIComponent(`/join?invite=${invite}`)}`}
        className={buttonVariants({ size: 'lg', variant: 'outline' })}
      >
        Sign in to join
      </Link>
    </div>
  );
}
