'use client';

import Link from 'next/link';
import { LogoMark } from '@/components/shell/logo';
import { buttonVariants } from '@/components/ui/button';
import { ThemeButton } from './theme-button';

/** The bar over the public docs. */
export function DocsHeader() {
  return (
    <header className="sticky top-0 z-20 border-b bg-background">
      <div className="mx-auto flex h-14 w-full max-w-[88rem] items-center gap-3 px-4">
        <Link href="/docs" className="flex items-center gap-2 rounded-sm font-semibold text-base">
          <LogoMark className="size-6" /> Headroom
          <span className="font-normal text-muted-foreground">Docs</span>
        </Link>
        <div className="flex-1" />
        <ThemeButton />
        <Link href="/" className={buttonVariants({ variant: 'outline' })}>
          Dashboard
        </Link>
      </div>
    </header>
  );
}
