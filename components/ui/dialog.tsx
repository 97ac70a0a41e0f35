'use client';

import { Dialog as DialogPrimitive } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ComponentProps, type ReactNode, useRef } from 'react';
import { buttonVariants } from './button';
import { cn } from './cn';
import { backdropClass } from './popup';

export const Dialog = DialogPrimitive.Root;
export const DialogClose = DialogPrimitive.Close;

export type DialogContentProps = Omit<ComponentProps<typeof DialogPrimitive.Popup>, 'title'> & {
  title: ReactNode;
  description?: ReactNode;
  /** Buttons, kept in view below the scrolling body. */
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
};

const WIDTH = { sm: 'sm:max-w-md', md: 'sm:max-w-lg', lg: 'sm:max-w-2xl' };

/** A centred dialog; on phones it rises from the bottom edge. Header and footer stay, the body scrolls. */
export function DialogContent({
  title,
  description,
  footer,
  size = 'md',
  className,
  children,
  ...props
}: DialogContentProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <DialogPrimitive.Portal>
      <DialogPrimitive.Backdrop className={backdropClass} />
      <DialogPrimitive.Popup
        className={cn(
          'fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] w-full flex-col rounded-t-xl bg-popover shadow-popover outline-none transition-[transform,opacity] duration-140 data-ending-style:opacity-0 data-starting-style:opacity-0 max-sm:data-ending-style:translate-y-4 max-sm:data-starting-style:translate-y-4 sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:max-h-[85dvh] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl sm:data-ending-style:scale-[0.98] sm:data-starting-style:scale-[0.98]',
          WIDTH[size],
          className as string,
        )}
        ref={popup}
        // the first field, not the close button; on touch screens that would raise the keyboard at once
        initialFocus={(by) =>
          by === 'touch' ||
          (popup.current?.querySelector<HTMLElement>('form input:not([type=hidden])') ?? true)
        }
        {...props}
      >
        <div className="flex items-start gap-4 px-5 pt-4 pb-3">
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <DialogPrimitive.Title className="font-semibold text-base">{title}</DialogPrimitive.Title>
            {description ? (
              <DialogPrimitive.Description className="text-muted-foreground text-sm">
                {description}
              </DialogPrimitive.Description>
            ) : null}
          </div>
          <DialogPrimitive.Close
            className={cn(buttonVariants({ variant: 'ghost', size: 'icon-sm' }), '-mt-0.5 -mr-2')}
            aria-label="Close"
          >
            <X aria-hidden />
          </DialogPrimitive.Close>
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
        {footer ? <DialogFooter>{footer}</DialogFooter> : null}
      </DialogPrimitive.Popup>
    </DialogPrimitive.Portal>
  );
}

export function DialogFooter({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div
      className={cn(
        'flex flex-wrap items-center justify-end gap-2 border-t px-5 py-3 max-sm:[&>button]:flex-1',
        className,
      )}
      {...props}
    />
  );
}
