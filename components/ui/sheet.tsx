'use client';

import { Dialog as DialogPrimitive } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { buttonVariants } from './button';
import { cn } from './cn';
import { backdropClass } from './popup';

export const Sheet = DialogPrimitive.Root;

type SheetContentProps = Omit<ComponentProps<typeof DialogPrimitive.Popup>, 'title'> & {
  side?: 'left' | 'right';
  title: ReactNode;
  description?: ReactNode;
  /** The title is for screen readers alone. */
  hideHeader?: boolean;
};

/** A panel at an edge of the window: the phone's navigation, a row's details. */
export function SheetContent({
  side = 'right',
  title,
  description,
  hideHeader,
  className,
  children,
  ...props
}: SheetContentProps) {
  return (
    <DialogPrimitive.Portal>
      <DialogPrimitive.Backdrop className={backdropClass} />
      <DialogPrimitive.Popup
        className={cn(
          'fixed inset-y-0 z-50 flex w-[calc(100vw-3rem)] flex-col bg-popover shadow-popover outline-none transition-transform duration-160',
          side === 'left'
            ? 'left-0 max-w-72 data-ending-style:-translate-x-full data-starting-style:-translate-x-full'
            : 'right-0 max-w-lg data-ending-style:translate-x-full data-starting-style:translate-x-full',
          className as string,
        )}
        {...props}
      >
        <div className={hideHeader ? 'sr-only' : 'flex items-start gap-4 border-b px-5 py-4'}>
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <DialogPrimitive.Title className="font-semibold text-base">{title}</DialogPrimitive.Title>
            {description ? (
              <DialogPrimitive.Description className="text-muted-foreground text-sm">
                {description}
              </DialogPrimitive.Description>
            ) : null}
          </div>
          {hideHeader ? null : (
            <DialogPrimitive.Close
              className={cn(buttonVariants({ variant: 'ghost', size: 'icon-sm' }), '-mr-2')}
              aria-label="Close"
            >
              <X aria-hidden />
            </DialogPrimitive.Close>
          )}
        </div>
        <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">{children}</div>
      </DialogPrimitive.Popup>
    </DialogPrimitive.Portal>
  );
}
