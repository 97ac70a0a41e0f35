import { cn } from '@/components/ui/cn';

interface MaskedKeyProps {
  prefix: string;
  last4: string;
  className?: string;
}

/** `hr_live_…ab12`: enough to recognise a key, nothing to use it with. */
export function MaskedKey({ prefix, last4, className }: MaskedKeyProps) {
  return (
    <span className={cn('whitespace-nowrap font-mono text-muted-foreground text-xs', className)}>
      {prefix}…{last4}
    </span>
  );
}
