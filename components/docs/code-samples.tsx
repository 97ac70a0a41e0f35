import type { Sample } from '@/lib/docs/page';
import { CodeBlock } from './code-block';
import { Inline } from './inline';
import { SampleTabs } from './sample-tabs';

/** One sample, or several of which the reader picks one. */
export function CodeSamples({ caption, samples }: { caption: string; samples: readonly Sample[] }) {
  const [only] = samples;
  if (only && samples.length === 1) return <One caption={caption} sample={only} />;
  return (
    <div className="flex min-w-0 flex-col">
      <h3 className="font-medium text-muted-foreground text-xs">{caption}</h3>
      <SampleTabs
        caption={caption}
        labels={samples.map(({ label }) => label)}
        panels={samples.map((sample) => <One key={sample.label} caption={caption} sample={sample} />)}
      />
    </div>
  );
}

function One({ caption, sample: { label, language, code, note } }: { caption: string; sample: Sample }) {
  return (
    <div className="flex flex-col gap-2">
      {note ? (
        <p className="text-muted-foreground text-sm">
          <Inline text={note} />
        </p>
      ) : null}
      <CodeBlock code={code} language={language} label={`${caption}: ${label}`} />
    </div>
  );
}
