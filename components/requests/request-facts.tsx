import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatMoney } from '@/components/format/limit';
import { formatExact } from '@/components/format/number';
import { formatInstant, formatMs } from '@/components/format/time';
import { CopyButton } from '@/components/ui/copy-button';
import { codeWords, limitWords } from '@/components/usage/limit-words';
import type { RequestView } from '@/lib/usage/request-schema';

/** What is known of a request, in pairs. */
export function RequestFacts({ request, currency }: { request: RequestView; currency: string }) {
  const money = (micros: number) => formatMoney(micros, currency, 'exact');
  const refused = request.outcome === 'refused';
  return (
    <dl className="grid grid-cols-[7.5rem_1fr] gap-x-4 gap-y-2 text-sm [&_dd]:min-w-0 [&_dd]:break-words [&_dt]:text-muted-foreground">
      <Fact name="Request id">
        <span className="flex items-center gap-1">
          <span className="break-all font-mono text-xs">{request.id}</span>
          <CopyButton value={request.id} label="request id" />
        </span>
      </Fact>
      <Fact name={refused ? 'Refused' : 'Admitted'}>{formatInstant(Date.parse(request.at))}</Fact>
      {request.settled_at && <Fact name="Settled">{formatInstant(Date.parse(request.settled_at))}</Fact>}
      <Fact name="Key">
        {request.key_id === 'session' ? (
          request.key_name
        ) : (
          <Link href={`/keys/${request.key_id}`} className="text-link underline-offset-4 hover:underline">
            {request.key_name}
          </Link>
        )}
      </Fact>
      {request.member_name && <Fact name="Member">{request.member_name}</Fact>}
      <Fact name="Resource">{request.resource || 'none'}</Fact>
      {request.model && <Fact name="Model">{request.model}</Fact>}
      {refused ? (
        <>
          <Fact name="Refused by">
            {request.refused_by ? limitWords(request.refused_by) : codeWords(request.code ?? '')}
          </Fact>
          <Fact name="Code">
            <span className="font-mono text-xs">{request.code}</span>
          </Fact>
          <Fact name="Clears">
            {request.clears_at
              ? formatInstant(Date.parse(request.clears_at))
              : 'Not by waiting: the limit or the request has to change'}
          </Fact>
        </>
      ) : (
        <>
          <Fact name="Status sent">{request.status ?? 'unknown'}</Fact>
          <Fact name="Streamed">{request.streamed ? 'Yes' : 'No'}</Fact>
          <Fact name="Tokens">
            {formatExact(request.tokens_in)} in, {formatExact(request.tokens_out)} out
            {request.tokens_metered !== request.tokens_in + request.tokens_out &&
              `, ${formatExact(request.tokens_metered)} counted`}
          </Fact>
          {request.units > 0 && <Fact name={unitsWord(request.resource)}>{formatExact(request.units)}</Fact>}
          {request.messages > 0 && <Fact name="Messages">{formatExact(request.messages)}</Fact>}
          {request.descriptions > 0 && <Fact name="Descriptions">{formatExact(request.descriptions)}</Fact>}
          <Fact name="Cost">
            {money(request.cost_micros)}
            {request.price_version !== null && (
              <span className="text-muted-foreground"> at price version {request.price_version}</span>
            )}
          </Fact>
          {request.unbilled_micros > 0 && (
            <Fact name="Not charged">{money(request.unbilled_micros)}, reported beyond what was held</Fact>
          )}
          {request.estimated && (
            <Fact name="Estimated">The provider sent no usage: the tokens are our own count.</Fact>
          )}
        </>
      )}
    </dl>
  );
}

/** What was paid for by the piece: pictures; of sound it is characters or seconds, as the model has it. */
const unitsWord = (resource: string): string => (resource === 'images' ? 'Images' : 'Priced units');

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Where the time went: to the first byte, and from there to the end. */
export function RequestTiming({ request }: { request: RequestView }) {
  const { duration_ms: whole, first_byte_ms: first } = request;
  if (whole === null) return null;
  const share = first !== null && whole > 0 ? Math.min(1, first / whole) : null;
  return (
    <section className="flex flex-col gap-2" aria-label="Timing">
      <h3 className="font-medium text-sm">Timing</h3>
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-full bg-gauge-track">
        {share !== null && <span className="bg-chart-1" style={{ width: `${share * 100}%` }} />}
        <span className="flex-1 bg-chart-3" />
      </div>
      <p className="text-muted-foreground text-xs tabular-nums">
        {first === null
          ? `Answered in ${formatMs(whole)}`
          : `First byte after ${formatMs(first)}, the rest in ${formatMs(Math.max(0, whole - first))}, ${formatMs(whole)} in all`}
      </p>
    </section>
  );
}
