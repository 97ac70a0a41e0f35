import * as z from 'zod';

/** `POST /api/password-resets` */
export const askResetInput = z.strictObject({
  email: z
    .email('must be an e-mail address')
    .max(200)
    .transform((email) => email.toLowerCase()),
});

/** `POST /api/password-resets/use` */
export const useResetInput = z.strictObject({
  token: z.string().min(1).max(200),
  password: z.string().min(10, 'must have at least 10 characters').max(200),
});

/** `POST /api/manage/users/{id}/password-reset` */
export interface ResetLinkView {
  /** Whom it was mailed to; null: nobody, so hand the link over yourself. */
  sent_to: string | null;
  /** The link is `/reset?token=TOKEN`. Shown where it was not mailed, this once. */
  token: string | null;
  expires_at: string;
}
