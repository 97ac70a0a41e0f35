import type { FieldRow } from '@/lib/docs/api/schema-rows';
import { Inline } from './inline';

/** Fields of a body, a query or an answer; those inside others stand further in. */
export function ApiFields({ label, fields }: { label: string; fields: readonly FieldRow[] }) {
  return (
    <ul aria-label={label} className="flex flex-col rounded-lg border">
      {fields.map(({ depth, name, type, required, description }, i) => (
        <li
          key={`${i} ${name}`}
          className="flex flex-col gap-0.5 border-t px-3 py-2 text-sm first:border-t-0"
        >
          <span className="flex flex-wrap items-baseline gap-x-2" style={{ paddingLeft: `${depth}rem` }}>
            <code className="break-all font-medium font-mono text-xs">{name}</code>
            <span className="min-w-0 break-words text-muted-foreground text-xs">{type}</span>
            {required ? <span className="text-warning text-xs">required</span> : null}
          </span>
          {description ? (
            <span className="text-muted-foreground text-sm" style={{ paddingLeft: `${depth}rem` }}>
              <Inline text={description} />
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
