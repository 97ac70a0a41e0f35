'use client';

import { ErrorState } from '@/components/ui/error-state';

interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <ErrorState
      title="This page could not be shown"
      message="Something failed on our side. Try again; if it stays, tell whoever runs this Headroom the number below."
      requestId={error.digest}
      onRetry={reset}
      className="py-24"
    />
  );
}
