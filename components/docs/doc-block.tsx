import { Info } from 'lucide-react';
import type { Block } from '@/lib/docs/page';
import { CodeSamples } from './code-samples';
import { DocTable } from './doc-table';
import { Inline } from './inline';

/** One block of a docs page. */
export function DocBlock({ block }: { block: Block }) {
  switch (block.kind) {
    case 'text':
      return (
        <p className="max-w-[44rem] text-pretty leading-6">
          <Inline text={block.text} />
        </p>
      );
    case 'heading':
      return (
        <h3 id={block.id} className="scroll-mt-20 pt-2 font-semibold text-base">
          {block.text}
        </h3>
      );
    case 'list':
      return (
        <ul className="flex max-w-[44rem] list-disc flex-col gap-1.5 pl-5 leading-6 marker:text-muted-foreground">
          {block.items.map((item) => (
            <li key={item} className="text-pretty">
              <Inline text={item} />
            </li>
          ))}
        </ul>
      );
    case 'note':
      return (
        <div className="flex max-w-[44rem] gap-2.5 rounded-lg border px-3 py-2.5 text-sm leading-6">
          <Info className="mt-1 size-4 shrink-0 text-link" aria-hidden />
          <p className="min-w-0 text-pretty">
            <Inline text={block.text} />
          </p>
        </div>
      );
    case 'table':
      return <DocTable {...block} />;
    case 'code':
      return <CodeSamples caption={block.caption} samples={block.samples} />;
  }
}
