import { Fragment, type ReactNode } from 'react';

const MARKS = /(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)\s]+\))/;
const LINK = /^\[([^\]]+)\]\(([^)\s]+)\)$/;
/** What a link of the docs may lead to; anything else is only text. */
const SAFE = /^(https?:\/\/|mailto:|\/(?!\/)|#)/;

/** Text of a docs page, in which `code`, **strong** and [links](/x) are drawn. */
export function Inline({ text }: { text: string }) {
  return text.split(MARKS).map((part, i) => <Fragment key={i}>{drawn(part)}</Fragment>);
}

function drawn(part: string): ReactNode {
  if (part.startsWith('`') && part.endsWith('`') && part.length > 2)
    return (
      <code className="break-words rounded-sm bg-muted px-1 py-0.5 font-mono text-[0.92em]">
        {part.slice(1, -1)}
      </code>
    );
  if (part.startsWith('**') && part.length > 4)
    return <strong className="font-semibold">{part.slice(2, -2)}</strong>;
  const [, words = '', href = ''] = LINK.exec(part) ?? [];
  if (!words || !SAFE.test(href)) return words || part;
  return (
    <a href={href} className="font-medium text-link underline underline-offset-4 hover:no-underline">
      {words}
    </a>
  );
}
