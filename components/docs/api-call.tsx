import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '@/components/ui/badge';
import type { ApiCall } from '@/lib/docs/api/reference';
import { ApiFields } from './api-fields';
import { CodeBlock } from './code-block';
import { Inline } from './inline';

export const METHOD_TONES: Record<string, BadgeTone> = {
  GET: 'success',
  DELETE: 'danger',
  POST: 'accent',
  PATCH: 'warning',
};
const CALLERS = {
  key: 'With an API key, or signed in',
  management: 'With a management token, or signed in',
  browser: 'Signed in',
  anyone: 'For anyone',
} as const;

/** One call of the API: what it does, what it takes, what it answers, and a call to copy. */
export function ApiCallView({ call }: { call: ApiCall }) {
  const { id, method, path, summary, description, audience, parameters, body, answer, curl } = call;
  return (
    <section
      aria-labelledby={id}
      className="flex min-w-0 flex-col gap-3 border-t pt-8 first-of-type:border-t-0 first-of-type:pt-0"
    >
      <h2 id={id} className="scroll-mt-20 font-semibold text-lg tracking-[-0.01em]">
        {summary}
      </h2>
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={METHOD_TONES[method] ?? 'neutral'} className="font-mono">
          {method}
        </Badge>
        <code className="min-w-0 break-all font-mono text-sm">{path}</code>
        <span className="text-muted-foreground text-xs">{CALLERS[audience]}</span>
      </p>
      {description ? (
        <p className="max-w-[44rem] text-pretty leading-6">
          <Inline text={description} />
        </p>
      ) : null}
      <CodeBlock code={curl} language="bash" label={`curl for ${summary}`} />
      {parameters.length > 0 ? (
        <Fold title="Parameters" count={parameters.length} open>
          <ApiFields label={`Parameters of ${summary}`} fields={parameters} />
        </Fold>
      ) : null}
      {body ? (
        <Fold
          title={body.type === 'application/json' ? 'Body' : `Body, ${body.type}`}
          count={body.fields.length}
        >
          <ApiFields label={`Body of ${summary}`} fields={body.fields} />
        </Fold>
      ) : null}
      <Fold title={`Answer ${answer.status}`} count={answer.fields.length}>
        {answer.fields.length > 0 ? (
          <ApiFields label={`Answer of ${summary}`} fields={answer.fields} />
        ) : null}
        {answer.also.length > 0 ? (
          <ul className="flex flex-col gap-1 pt-2 text-sm">
            {answer.also.map(({ type, description: words }) => (
              <li key={type}>
                <code className="font-mono text-xs">{type}</code>{' '}
                <span className="text-muted-foreground">
                  <Inline text={words} />
                </span>
              </li>
            ))}
          </ul>
        ) : null}
        {answer.fields.length === 0 && answer.also.length === 0 ? (
          <p className="text-muted-foreground text-sm">Without a body.</p>
        ) : null}
      </Fold>
    </section>
  );
}

interface FoldProps {
  title: string;
  count: number;
  open?: boolean;
  children: ReactNode;
}

const Fold = ({ title, count, open = false, children }: FoldProps) => (
  <details className="group" open={open}>
    <summary className="flex w-fit list-none items-center gap-1 rounded-sm py-1 font-medium text-sm">
      <ChevronRight
        className="size-4 text-muted-foreground transition-transform group-open:rotate-90"
        aria-hidden
      />
      {title}
      {count > 0 ? (
        <span className="pl-1 font-normal text-muted-foreground text-xs">
          {count} {count === 1 ? 'field' : 'fields'}
        </span>
      ) : null}
    </summary>
    <div className="pt-1.5">{children}</div>
  </details>
);
