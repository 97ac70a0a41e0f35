'use client';

import { onFirstOpen } from '@/components/ui/first-use';

/** The dialogs of keys: forms, schemas and popups that a page of keys does without until one is opened. */
export const CreateKeyDialog = onFirstOpen(() =>
  import('./create-key-dialog').then((module) => module.CreateKeyDialog),
);
export const ResetDialog = onFirstOpen(() => import('./reset-dialog').then((module) => module.ResetDialog));
export const RevokeDialog = onFirstOpen(() =>
  import('./revoke-dialog').then((module) => module.RevokeDialog),
);
export const RotateDialog = onFirstOpen(() =>
  import('./rotate-dialog').then((module) => module.RotateDialog),
);
