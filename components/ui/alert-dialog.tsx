'use client';

import type { AlertDialogProps } from './alert-dialog-popup';
import { onFirstOpen } from './first-use';

/** A question that must be answered: clicking outside does not close it. */
export const AlertDialog = onFirstOpen<AlertDialogProps>(() =>
  import('./alert-dialog-popup').then((module) => module.AlertDialogPopup),
);
