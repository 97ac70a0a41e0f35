'use client';

import { Button as ButtonPrimitive } from '@base-ui/react/button';
import { cva, type VariantProps } from 'class-variance-authority';
import { type ComponentProps, type MouseEvent, useRef } from 'react';
import { cn } from './cn';

export const buttonVariants = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium outline-offset-2 transition-colors disabled:pointer-events-none disabled:opacity-50 data-disabled:pointer-events-none data-disabled:opacity-50 [&_svg]:pointer-events-none [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-primary text-primary-foreground shadow-control hover:bg-primary-hover',
        outline:
          'border border-border bg-card text-foreground shadow-control hover:bg-muted data-popup-open:bg-muted',
        secondary: 'bg-muted text-foreground hover:bg-accent data-popup-open:bg-accent',
        ghost: 'text-foreground hover:bg-muted data-popup-open:bg-muted',
        destructive: 'bg-destructive text-destructive-foreground shadow-control hover:bg-destructive-hover',
        link: 'h-auto! px-0! text-link underline-offset-4 hover:underline',
      },
      size: {
        sm: 'h-7 px-2.5 text-xs [&_svg]:size-3.5',
        md: 'h-8 px-3 text-sm pointer-coarse:h-10 [&_svg]:size-4',
        lg: 'h-10 px-4 text-sm [&_svg]:size-4',
        icon: 'size-8 text-sm pointer-coarse:size-10 [&_svg]:size-4',
        'icon-sm': 'size-7 text-xs pointer-coarse:size-8 [&_svg]:size-3.5',
      },
    },
    defaultVariants: { variant: 'primary', size: 'md' },
  },
);

export type ButtonProps = ComponentProps<typeof ButtonPrimitive> &
  VariantProps<typeof buttonVariants> & {
    /**
     * The action runs: the button keeps its width, is disabled and says so to screen readers. Given at all, also
     * as false, it makes a double click one press.
     */
    pending?: boolean;
  };

const DOUBLE_CLICK_MS = 400;

/** A verb with its object. A link that looks like one wears `buttonVariants()` instead: rendered by this, it would be announced as a button. */
export function Button({ className, variant, size, pending, disabled, children, ...props }: ButtonProps) {
  const pressedAtMs = useRef(Number.NEGATIVE_INFINITY);
  // The second click may come before the button is drawn as pending. Whoever mends a field and presses again,
  // however soon, has pressed twice: the browser does not count that as one double click.
  const oncePerDoubleClick = (event: MouseEvent) => {
    if (event.detail < 2 || event.timeStamp - pressedAtMs.current >= DOUBLE_CLICK_MS) {
      pressedAtMs.current = event.timeStamp;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <ButtonPrimitive
      onClickCapture={pending === undefined ? undefined : oncePerDoubleClick}
      className={cn(buttonVariants({ variant, size }), pending && 'relative', className as string)}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      {...props}
    >
      {pending ? (
        <>
          <span className="inline-flex items-center gap-1.5 opacity-0">{children}</span>
          <span className="absolute inset-0 flex items-center justify-center" aria-hidden>
            <span className="size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent" />
          </span>
        </>
      ) : (
        children
      )}
    </ButtonPrimitive>
  );
}
