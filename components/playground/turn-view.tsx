import { CircleStop, TriangleAlert } from 'lucide-react';
import { formatExact, THIN_SPACE } from '@/components/format/number';
import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';
import type { Turn } from './conversation';
import { HeadersTable } from './headers-table';

/** A question, its answer as it arrives, and what the answer's headers said. */
export function TurnView({ turn, newest }: { turn: Turn; newest: boolean }) {
  const { prompt, text, state, error, headers, model } = turn;
  const running = state === 'waiting' || state === 'streaming';
  return (
    <li className="flex flex-col gap-3">
      <div className="max-w-[85%] self-end whitespace-pre-wrap break-words rounded-xl bg-muted px-3.5 py-2 leading-6">
        <span className="sr-only">You: </span>
        {prompt}
      </div>
      <div className="flex min-w-0 flex-col gap-2" aria-busy={running}>
        <span className="text-muted-foreground text-xs">{model}</span>
        {text ? <div className="whitespace-pre-wrap break-words leading-6">{text}</div> : null}
        {running && !text ? <Waiting /> : null}
        {error ? <Failure status={turn.status} body={error} /> : null}
        {running ? null : <Facts turn={turn} />}
        <HeadersTable headers={headers} open={newest} />
      </div>
    </li>
  );
}

const Waiting = () => (
  <span className="flex h-6 items-center gap-1" role="status">
    <span className="sr-only">Waiting for the answer</span>
    {[0, 1, 2].map((dot) => (
      <span
        key={dot}
        className="size-1.5 animate-pulse rounded-full bg-muted-foreground"
        style={{ animationDelay: `${dot * 160}ms` }}
      />
    ))}
  </span>
);

/** An error as it was sent: status and body of a refusal, or the event that ended the stream. */
function Failure({ status, body }: { status: number | null; body: string }) {
  const title =
    status === null || status < 400
      ? 'The answer was cut short'
      : `${status < 500 ? 'Refused' : 'Failed'} with status ${status}`;
  return (
    <div role="alert" className="overflow-hidden rounded-lg border border-danger/40">
      <p className="flex items-center gap-2 bg-danger-soft px-3 py-2 font-medium text-danger text-sm">
        <TriangleAlert className="size-4 shrink-0" aria-hidden />
        {title}
      </p>
      <pre className="overflow-x-auto whitespace-pre-wrap break-words p-3 font-mono text-xs leading-5">
        {body}
      </pre>
    </div>
  );
}

const ms = (value: number): string =>
  value < 1000 ? `${value}${THIN_SPACE}ms` : `${(value / 1000).toFixed(1)}${THIN_SPACE}s`;

function Facts({ turn: { state, status, text, usage, firstTokenMs, totalMs } }: { turn: Turn }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted-foreground text-xs tabular-nums">
      {state === 'stopped' ? (
        <Badge tone="neutral">
          <CircleStop aria-hidden /> Stopped
        </Badge>
      ) : null}
      {status !== null ? <span>Status {status}</span> : null}
      {firstTokenMs !== null ? <span>First word {ms(firstTokenMs)}</span> : null}
      {totalMs !== null ? <span>Total {ms(totalMs)}</span> : null}
      {usage ? (
        <span>
          {formatExact(usage.tokensIn)} tokens in, {formatExact(usage.tokensOut)} out
        </span>
      ) : null}
      {text ? <CopyButton value={text} label="answer" /> : null}
    </div>
  );
}
