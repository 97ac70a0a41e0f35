'use client';

import { Sparkles } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { RelativeTime } from '@/components/clock/relative-time';
import { formatExact } from '@/components/format/number';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { FormAlert } from '@/components/ui/form-alert';
import { Input } from '@/components/ui/input';
import { useOnce } from '@/components/use-once';
import type { LimitView } from '@/lib/plans/schema';
import type { FileView } from '@/lib/uploads/schema';
import { useDescribeFile } from './use-files';

interface DescribeFileProps {
  file: FileView;
  workspaceId: string;
  changeable: boolean;
  /** Descriptions of the month; null: no limit. */
  limit: LimitView | null;
}

/** What a model sees in a picture, and how many descriptions are left this month. */
export function DescribeFile({ file, workspaceId, changeable, limit }: DescribeFileProps) {
  const [prompt, setPrompt] = useState('');
  const describe = useDescribeFile(workspaceId);
  const once = useOnce(describe);
  const isImage = file.kind === 'image';
  const none = limit?.remaining === 0;
  return (
    <section className="flex flex-col gap-3" aria-busy={describe.isPending}>
      <h3 className="font-medium text-sm">Description</h3>
      <div aria-live="polite">
        {file.description ? (
          <>
            <p className="whitespace-pre-wrap text-sm">{file.description}</p>
            {file.described_at ? (
              <p className="mt-1 text-muted-foreground text-xs">
                By {file.described_by}, <RelativeTime at={file.described_at} />
              </p>
            ) : null}
          </>
        ) : (
          <p className="text-muted-foreground text-sm">
            {isImage
              ? 'None yet. A model looks at the picture and says what it shows.'
              : 'Only images are described.'}
          </p>
        )}
      </div>
      {isImage && changeable ? (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            once({ id: file.id, prompt: prompt.trim() });
          }}
        >
          <Field label="What to look for" hint="optional">
            <Input
              value={prompt}
              maxLength={2_000}
              placeholder="Name the colours in one sentence"
              onChange={(event) => setPrompt(event.target.value)}
            />
          </Field>
          <FormAlert>{describe.isError ? errorText(describe.error).message : null}</FormAlert>
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="outline" pending={describe.isPending} disabled={none}>
              <Sparkles aria-hidden /> {file.description ? 'Describe again' : 'Describe image'}
            </Button>
            <span className="text-muted-foreground text-xs tabular-nums">{leftWords(limit)}</span>
          </div>
        </form>
      ) : null}
    </section>
  );
}

function leftWords(limit: LimitView | null): string {
  if (!limit || limit.remaining === null || limit.limit === null)
    return 'Counted each month, without a limit.';
  if (limit.limit === 0) return 'Descriptions are not in your plan.';
  return `${formatExact(limit.remaining)} of ${formatExact(limit.limit)} left this month.`;
}
