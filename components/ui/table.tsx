import type { ComponentProps } from 'react';
import { cn } from './cn';

/**
 * Dense tables with 40 px rows. The frame scrolls sideways inside itself (focusable, so that the keyboard
 * can scroll it); give the first cells `sticky` so that a phone keeps them in view.
 */
export function Table({
  className,
  label,
  ...props
}: ComponentProps<'table'> & { /** What the table lists, for screen readers. */ label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="relative w-full overflow-x-auto -outline-offset-2" aria-label={label} tabIndex={0}>
      <table
        aria-label={label}
        className={cn('w-full caption-bottom border-separate border-spacing-0 text-sm', className)}
        {...props}
      />
    </section>
  );
}

export function TableHeader({
  ruled,
  ...props
}: ComponentProps<'thead'> & {
  /** With a line above: what stands over it has none below. */ ruled?: boolean;
}) {
  return <thead className={ruled ? '[&_th]:border-t' : undefined} {...props} />;
}

export function TableBody(props: ComponentProps<'tbody'>) {
  return <tbody {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr
      className={cn(
        'group/row transition-colors hover:[&>td]:bg-muted data-selected:[&>td]:bg-primary-soft',
        className,
      )}
      {...props}
    />
  );
}

type CellProps = {
  /** Stays in view while the rest scrolls sideways. */
  sticky?: boolean;
  /** Figures: right-aligned, tabular. */
  numeric?: boolean;
};

const stickyClass =
  'sticky left-0 z-1 max-md:after:absolute max-md:after:inset-y-0 max-md:after:right-0 max-md:after:w-px max-md:after:bg-border';

export function TableHead({ className, sticky, numeric, ...props }: ComponentProps<'th'> & CellProps) {
  return (
    <th
      scope="col"
      className={cn(
        'h-9 whitespace-nowrap border-b bg-card px-3 text-left font-medium text-muted-foreground text-xs',
        numeric && 'text-right',
        sticky && stickyClass,
        className,
      )}
      {...props}
    />
  );
}

/** The head of the column of buttons, which says nothing to the eye. */
export const ActionsHead = () => (
  <TableHead>
    <span className="sr-only">Actions</span>
  </TableHead>
);

export function TableCell({ className, sticky, numeric, ...props }: ComponentProps<'td'> & CellProps) {
  return (
    <td
      className={cn(
        'h-10 border-b bg-card px-3 py-1 transition-colors group-last/row:border-b-0',
        numeric && 'text-right tabular-nums',
        sticky && stickyClass,
        className,
      )}
      {...props}
    />
  );
}
