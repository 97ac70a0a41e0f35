import { CircleAlert, CircleCheck, CircleSlash, Pause, Play, RotateCw, X } from 'lucide-react';
import { formatBytes } from '@/components/format/number';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { Transfer } from './transfer';
import type { UploadsStore } from './uploads-store';

/** One file on its way: how far it is, or why it did not arrive, and what can be done. */
export function TransferRow({ transfer, store }: { transfer: Transfer; store: UploadsStore }) {
  const { id, name, state, resumable } = transfer;
  const ended = state === 'stored' || state === 'refused';
  return (
    <li className="flex flex-col gap-1.5 border-t px-4 py-2.5 first:border-t-0">
      <div className="flex min-h-8 items-center gap-3">
        <StateIcon state={state} />
        <span className="min-w-0 flex-1 truncate font-medium text-sm" title={name}>
          {name}
        </span>
        <span className="shrink-0 text-muted-foreground text-xs tabular-nums">{words(transfer)}</span>
        <span className="flex shrink-0 gap-1">
          {state === 'sending' && resumable ? (
            <IconButton label={`Pause ${name}`} onClick={() => store.pause(id)} icon={Pause} />
          ) : null}
          {state === 'paused' ? (
            <IconButton label={`Resume ${name}`} onClick={() => store.resume(id)} icon={Play} />
          ) : null}
          {state === 'failed' ? (
            <IconButton
              label={`${resumable ? 'Resume' : 'Try again'} ${name}`}
              onClick={() => store.resume(id)}
              icon={RotateCw}
            />
          ) : null}
          <IconButton
            label={ended ? `Take ${name} off the list` : `Cancel ${name}`}
            onClick={() => store.remove(id)}
            icon={X}
          />
        </span>
      </div>
      {ended || state === 'queued' ? null : <Bar transfer={transfer} />}
      {transfer.reason ? (
        <p className={cn('pl-7 text-xs', state === 'waiting' ? 'text-muted-foreground' : 'text-danger')}>
          {transfer.reason}
        </p>
      ) : null}
    </li>
  );
}

function Bar({ transfer: { name, sent, bytes, state } }: { transfer: Transfer }) {
  const share = bytes === 0 ? 0 : Math.min(1, sent / bytes);
  return (
    <div
      role="progressbar"
      aria-label={`Upload of ${name}`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.trunc(share * 100)}
      className="ml-7 h-1.5 overflow-hidden rounded-full bg-gauge-track"
    >
      <span
        className={cn(
          'block h-full bg-current',
          state === 'sending' ? 'text-gauge' : state === 'failed' ? 'text-gauge-out' : 'text-gauge-near',
        )}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}

function words({ state, sent, bytes, resumable }: Transfer): string {
  const whole = formatBytes(bytes);
  const part = `${Math.trunc((bytes === 0 ? 0 : sent / bytes) * 100)}% of ${whole}`;
  switch (state) {
    case 'queued':
      return `${whole}, in line`;
    case 'sending':
      return sent >= bytes ? `${whole}, being checked` : part;
    case 'waiting':
      return `${whole}, waiting for a place`;
    case 'paused':
      return `${part}, paused`;
    case 'stored':
      return `${whole}, uploaded`;
    case 'refused':
      return `${whole}, refused`;
    case 'failed':
      return resumable ? `${part}, interrupted` : `${whole}, interrupted`;
  }
}

function StateIcon({ state }: Pick<Transfer, 'state'>) {
  if (state === 'stored') return <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />;
  if (state === 'refused') return <CircleSlash aria-hidden className="size-4 shrink-0 text-danger" />;
  if (state === 'failed') return <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" />;
  const spins = state === 'sending';
  return (
    <span
      aria-hidden
      className={cn(
        'size-4 shrink-0 rounded-full border-2 border-muted-foreground',
        spins && 'animate-spin border-r-transparent motion-reduce:animate-none',
      )}
    />
  );
}

interface IconButtonProps {
  label: string;
  icon: typeof X;
  onClick: () => void;
}

const IconButton = ({ label, icon: Icon, onClick }: IconButtonProps) => (
  <Button variant="ghost" size="icon-sm" aria-label={label} title={label} onClick={onClick}>
    <Icon aria-hidden />
  </Button>
);
