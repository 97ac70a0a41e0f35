'use client';

import type { ReactNode } from 'react';
import { onFirstOpen } from './first-use';

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

/** A question that must be answered: clicking outside does not close it. */
export const AlertDialog = onFirstOpen<AlertDialogProps>(() =>
  import('./alert-dialog-popup').then((module) => module.AlertDialogPopup),
);
