import { Badge } from '@/components/ui/badge';
import type { ApiGroup, ApiReference } from '@/lib/docs/api/reference';
import { ApiCallView, METHOD_TONES } from './api-call';
import { DocFrame } from './doc-article';

/** Every call at a glance, by subject; each leads to its group's page. */
export function ApiOverview({ reference: { title, description, groups } }: { reference: ApiReference }) {
  return (
    <DocFrame page={{ path: '/docs/api', title, description }} contents={groups}>
      <p className="max-w-[44rem] leading-6">
        All of it is in one{' '}
        <a
          href="/openapi.json"
          className="font-medium text-link underline underline-offset-4 hover:no-underline"
        >
          OpenAPI document
        </a>
        , made of the schemas that requests are checked with.
      </p>
      {groups.map(({ id, title: name, description: words, calls }) => (
        <section key={id} aria-labelledby={id} className="flex min-w-0 flex-col gap-3">
          <h2 id={id} className="scroll-mt-20 font-semibold text-lg tracking-[-0.01em]">
            {name}
          </h2>
          <p className="text-muted-foreground">{words}</p>
          <ul className="flex flex-col rounded-lg border">
            {calls.map((call) => (
              <li key={call.id} className="border-t first:border-t-0">
                <a
                  href={`/docs/api/${id}#${call.id}`}
                  className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2.5 -outline-offset-2 hover:bg-muted"
                >
                  <Badge
                    tone={METHOD_TONES[call.method] ?? 'neutral'}
                    className="w-14 justify-center font-mono"
                  >
                    {call.method}
                  </Badge>
                  <span className="font-medium text-sm">{call.summary}</span>
                  <code className="min-w-0 break-all font-mono text-muted-foreground text-xs">
                    {call.path}
                  </code>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </DocFrame>
  );
}

/** The calls of one subject, with everything they take and answer. */
export function ApiGroupView({ group: { id, title, description, calls } }: { group: ApiGroup }) {
  const contents = calls.map((call) => ({ id: call.id, title: call.summary }));
  return (
    <DocFrame page={{ path: `/docs/api/${id}`, title, description }} contents={contents}>
      {calls.map((call) => (
        <ApiCallView key={call.id} call={call} />
      ))}
    </DocFrame>
  );
}
