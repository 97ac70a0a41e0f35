'use client';

import { AlertDialog as AlertDialogPrimitive } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { Button } from './button';
import { DialogFooter } from './dialog';
import { backdropClass } from './popup';

export interface AlertDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** What will happen, to running traffic too. */
  description: ReactNode;
  /** The verb with its object: "Revoke key". */
  action: string;
  onAction: () => void;
  cancel?: string;
  pending?: boolean;
  /** The action cannot run yet, for instance until a name is typed. */
  disabled?: boolean;
  destructive?: boolean;
  children?: ReactNode;
}

/** The question itself; load it through AlertDialog. */
export function AlertDialogPopup({
  open,
  onOpenChange,
  title,
  description,
  action,
  onAction,
  cancel = 'Cancel',
  pending,
  disabled,
  destructive = true,
  children,
}: AlertDialogProps) {
  return (
    <AlertDialogPrimitive.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialogPrimitive.Portal>
        <AlertDialogPrimitive.Backdrop forceRender className={backdropClass} />
        <AlertDialogPrimitive.Popup className="fixed top-1/2 left-1/2 z-50 flex max-h-[90dvh] w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 -translate-y-1/2 flex-col overflow-y-auto rounded-xl bg-popover shadow-popover outline-none transition-[transform,opacity] duration-140 data-ending-style:scale-[0.98] data-starting-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:opacity-0">
          <div className="flex flex-col gap-2 px-5 pt-4 pb-5">
            <AlertDialogPrimitive.Title className="font-semibold text-base">
              {title}
            </AlertDialogPrimitive.Title>
            <AlertDialogPrimitive.Description className="text-muted-foreground text-sm" render={<div />}>
              {description}
            </AlertDialogPrimitive.Description>
            {children ? <div className="mt-2">{children}</div> : null}
          </div>
          <DialogFooter>
            <AlertDialogPrimitive.Close render={<Button variant="outline">{cancel}</Button>} />
            <Button
              variant={destructive ? 'destructive' : 'primary'}
              onClick={onAction}
              pending={pending}
              disabled={disabled}
            >
              {action}
            </Button>
          </DialogFooter>
        </AlertDialogPrimitive.Popup>
      </AlertDialogPrimitive.Portal>
    </AlertDialogPrimitive.Root>
  );
}
