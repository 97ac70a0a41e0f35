'use client';

import { Button } from '@/components/ui/button';

export interface OutsideProvider {
  id: string;
  name: string;
}

interface ProviderButtonsProps {
  providers: OutsideProvider[];
  callbackUrl: string;
}

export function ProviderButtons({ providers, callbackUrl }: ProviderButtonsProps) {
  if (providers.length === 0) return null;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-2">
        {providers.map(({ id, name }) => (
          <Button key={id} variant="outline" size="lg" onClick={() => signInElsewhere(id, callbackUrl)}>
            Continue with {name}
          </Button>
        ))}
      </div>
      <div className="flex items-center gap-3 text-muted-foreground text-xs">
        <span className="h-px flex-1 bg-border" />
        or with your e-mail
        <span className="h-px flex-1 bg-border" />
      </div>
    </div>
  );
}

async function signInElsewhere(provider: string, callbackUrl: string) {
  const { signIn } = await import('next-auth/react');
  await signIn(provider, { callbackUrl });
}
