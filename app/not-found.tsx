import Link from 'next/link';
import { LogoMark } from '@/components/shell/logo';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="flex min-h-[80dvh] flex-col items-center justify-center gap-4 px-4 text-center">
      <LogoMark className="size-8" />
      <div className="flex max-w-sm flex-col gap-1">
        <h1 className="font-semibold text-lg">There is no such page</h1>
        <p className="text-muted-foreground">
          The address may be mistyped, or what it showed was removed or belongs to another workspace.
        </p>
      </div>
      <Link href="/" className="font-medium text-link underline-offset-4 hover:underline">
        Go to the overview
      </Link>
    </main>
  );
}
