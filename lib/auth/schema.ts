import * as z from 'zod';

export const signUpInput = z.strictObject({
  email: z
    .email('must be an e-mail address')
    .max(200)
    .transform((e) => e.toLowerCase()),
  password: z.string().min(10, 'must have at least 10 characters').max(200),
  name: z.string().trim().min(1, 'must not be empty').max(80),
  workspace: z.string().trim().min(1).max(80).optional(),
  invite: z.string().max(200).optional(),
});
export type SignUpInput = z.infer<typeof signUpInput>;

/** `POST /api/manage/acting` */
export const startActingInput = z.strictObject({
  workspace_id: z.uuid(),
  /** Why, for the audit log. */
  reason: z.string().trim().max(500).optional(),
});

/** `PATCH /api/manage/acting` */
export const changeActingInput = z.strictObject({ write: z.boolean() });
