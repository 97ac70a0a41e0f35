import { CopyButton } from '@/components/ui/copy-button';
import { Input } from '@/components/ui/input';

/** A webhook's secret, this once, and what it is for. */
export const SecretShown = ({ secret }: { secret: string }) => (
  <div className="flex flex-col gap-3">
    <div className="flex items-center gap-2">
      <Input aria-label="Signing secret" readOnly value={secret} className="font-mono text-xs" />
      <CopyButton value={secret} label="Copy secret" />
    </div>
    <p className="text-muted-foreground text-xs">
      Verify each message with it before you believe it: any library of Standard Webhooks does, from the
      headers <code className="font-mono">webhook-id</code>,{' '}
      <code className="font-mono">webhook-timestamp</code> and{' '}
      <code className="font-mono">webhook-signature</code>.
    </p>
  </div>
);
