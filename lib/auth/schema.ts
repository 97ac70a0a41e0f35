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
