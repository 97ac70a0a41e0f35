'use client';

import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { RelativeTime } from '@/components/clock/relative-time';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { TableCell, TableRow } from '@/components/ui/table';
import { toast } from '@/components/ui/toast';
import { limitWords } from '@/components/usage/limit-words';
import type { AttemptView, DeliveryView } from '@/lib/alerts/schema';
import { useAlertChange } from './queries';

const TYPES: Record<string, string> = {
  'limit.threshold_crossed': 'Threshold crossed',
  'limit.exhaustion_projected': 'On pace to run out',
  'webhook.test': 'Test',
};
const TONES = { pending: 'accent', delivered: 'success', failed: 'danger' } as const;
const STATES = { pending: 'on its way', delivered: 'delivered', failed: 'failed' } as const;

interface DeliveryRowProps {
  workspaceId: string;
  delivery: DeliveryView;
  manages: boolean;
}

/** One message; its attempts and body unfold below it. */
export function DeliveryRow({ workspaceId, delivery, manages }: DeliveryRowProps) {
  const [open, setOpen] = useState(false);
  const replay = useAlertChange(workspaceId);
  const last = delivery.log.at(-1);
  const to = delivery.webhook?.name ?? delivery.email ?? 'a webhook that is gone';
  const type = TYPES[delivery.type] ?? delivery.type;
  return (
    <>
      <TableRow>
        <TableCell sticky className="whitespace-nowrap font-medium">
          {type}
          <About body={delivery.body} />
        </TableCell>
        <TableCell className="max-w-48 truncate">{to}</TableCell>
        <TableCell className="whitespace-nowrap">
          <Badge tone={TONES[delivery.status]}>{STATES[delivery.status]}</Badge>
          {delivery.next_attempt_at && delivery.attempts > 0 ? (
            <span className="ml-2 text-muted-foreground text-xs">
              again <RelativeTime at={delivery.next_attempt_at} />
            </span>
          ) : null}
        </TableCell>
        <TableCell className="min-w-40 text-muted-foreground text-xs">
          {last ? attemptWords(last) : 'none yet'}
        </TableCell>
        <TableCell className="whitespace-nowrap text-muted-foreground">
          <RelativeTime at={delivery.created_at} />
        </TableCell>
        <TableCell className="w-px whitespace-nowrap">
          <span className="flex gap-2">
            <Button
              variant="outline"
              size="sm"
              aria-expanded={open}
              aria-label={`Details of ${type} to ${to}`}
              onClick={() => setOpen(!open)}
            >
              Details
            </Button>
            {manages ? (
              <Button
                variant="outline"
                size="sm"
                pending={replay.isPending}
                aria-label={`Send ${type} to ${to} again`}
                onClick={() =>
                  replay.mutate(
                    { method: 'POST', path: `/deliveries/${delivery.id}/replay` },
                    {
                      onSuccess: () => toast.success('Sent again under the same id'),
                      onError: (error) => toast.error(errorText(error).message),
                    },
                  )
                }
              >
                Send again
              </Button>
            ) : null}
          </span>
        </TableCell>
      </TableRow>
      {open ? (
        <TableRow>
          <TableCell colSpan={6} className="bg-muted/40">
            <Details delivery={delivery} />
          </TableCell>
        </TableRow>
      ) : null}
    </>
  );
}

/** Which threshold of which limit, from the message itself. */
function About({ body }: { body: string | null }) {
  const { data } = JSON.parse(body ?? '{}') as Partial<{ data: Told }>;
  if (!data?.limit) return null;
  const percent = data.threshold == null ? '' : `${data.threshold} % of `;
  return (
    <span className="block max-w-36 truncate font-normal sm:max-w-64 text-muted-foreground text-xs">
      {percent + limitWords(data.limit.id)}
    </span>
  );
}

interface Told {
  threshold?: number | null;
  limit?: { id: string };
}

const attemptWords = ({ error, status }: AttemptView): string =>
  error ?? (status === null ? 'Taken by the mail server' : `Answered ${status}`);

const Details = ({ delivery }: { delivery: DeliveryView }) => (
  <div className="flex flex-col gap-3 py-2 text-xs max-md:sticky max-md:left-3 max-md:w-[calc(100vw-4rem)]">
    {delivery.log.length === 0 ? (
      <p>No attempt was made yet.</p>
    ) : (
      <ol className="flex flex-col gap-1">
        {delivery.log.map((attempt) => (
          <li key={attempt.at} className="flex flex-wrap gap-x-3">
            <span className="text-muted-foreground">
              <RelativeTime at={attempt.at} />
            </span>
            <span>{attemptWords(attempt)}</span>
            <span className="text-muted-foreground tabular-nums">{attempt.ms} ms</span>
          </li>
        ))}
      </ol>
    )}
    {delivery.body ? (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach it
      <pre tabIndex={0} className="max-h-64 overflow-auto rounded-md border bg-background p-3 font-mono">
        {JSON.stringify(JSON.parse(delivery.body), null, 2)}
      </pre>
    ) : null}
  </div>
);
