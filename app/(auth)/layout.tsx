import Link from 'next/link';
import type { ReactNode } from 'react';
import { LogoMark } from '@/components/shell/logo';

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-sidebar px-4 pt-[max(2.5rem,12dvh)] pb-10">
      <div className="flex w-full max-w-[23rem] flex-col gap-6">
        <div className="flex items-center gap-2 font-semibold text-base">
          <LogoMark className="size-7" /> Headroom
        </div>
        {children}
        <p className="text-muted-foreground">
          New here?{' '}
          <Link className="font-medium text-link underline-offset-4 hover:underline" href="/docs">
            Read the docs
          </Link>
        </p>
      </div>
    </main>
  );
}
