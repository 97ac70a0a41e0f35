import { FileText } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DocPage } from '@/lib/docs/page';
import { DocBlock } from './doc-block';
import { Inline } from './inline';
import { OnThisPage } from './on-this-page';

/** A page of the docs, with its contents at the side. */
export function DocArticle({ page }: { page: DocPage }) {
  return (
    <DocFrame page={page} contents={page.sections}>
      {page.sections.map(({ id, title, blocks }) => (
        <section key={id} aria-labelledby={id} className="flex min-w-0 flex-col gap-4">
          <h2 id={id} className="scroll-mt-20 font-semibold text-lg tracking-[-0.01em]">
            {title}
          </h2>
          {blocks.map((block, i) => (
            <DocBlock key={i} block={block} />
          ))}
        </section>
      ))}
    </DocFrame>
  );
}

interface DocFrameProps {
  page: Pick<DocPage, 'path' | 'title' | 'description'>;
  contents: readonly { id: string; title: string }[];
  children: ReactNode;
}

/** Title, the Markdown twin's link, and the contents beside whatever the page shows. */
export function DocFrame({ page: { path, title, description }, contents, children }: DocFrameProps) {
  return (
    <div className="flex gap-10">
      <article className="flex min-w-0 max-w-[52rem] flex-1 flex-col gap-10">
        <header className="flex flex-col gap-2">
          <h1 className="font-semibold text-2xl tracking-[-0.02em]">{title}</h1>
          <p className="max-w-[44rem] text-base text-muted-foreground">
            <Inline text={description} />
          </p>
          <a
            href={`${path}.md`}
            className="inline-flex w-fit items-center gap-1.5 py-1 text-link text-sm underline-offset-4 hover:underline"
          >
            <FileText className="size-4" aria-hidden /> Read as Markdown
          </a>
        </header>
        {children}
      </article>
      <OnThisPage contents={contents} />
    </div>
  );
}
