import { CopyButton } from '@/components/ui/copy-button';
import { highlighted } from './highlight';

interface CodeBlockProps {
  code: string;
  language: string;
  /** What is copied: "Python sample". */
  label: string;
}

/** Code with a copy button, coloured on the server. */
export function CodeBlock({ code, language, label }: CodeBlockProps) {
  return (
    <div className="relative">
      <section
        aria-label={label}
        className="max-h-[34rem] overflow-auto rounded-lg border bg-muted -outline-offset-2"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
      >
        <pre className="code w-max min-w-full p-3 pr-12 font-mono text-xs leading-5">
          <code dangerouslySetInnerHTML={{ __html: highlighted(code, language) }} />
        </pre>
      </section>
      <CopyButton value={code} label={label} className="absolute top-2 right-2 bg-card shadow-control" />
    </div>
  );
}
