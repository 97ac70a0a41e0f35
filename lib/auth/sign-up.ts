import { change } from '../changes/change';
import { parse } from '../parse';
import { guard } from '../redis/guard';
import { newAccount } from './new-account';
import { hashPassword } from './password';
import { signUpInput } from './schema';

const PER_ADDRESS = { limit: 100, windowMs: 60 * 60_000 };

/** `POST /api/sign-up`: an account with an e-mail and a password. The caller signs in afterwards. */
export async function signUp(
  body: unknown,
  ip: string | null,
): Promise<{ user: { id: string; email: string; name: string }; workspace_id: string }> {
  const { password, ...input } = parse(signUpInput, body);
  await guard('sign-up', ip ?? 'unknown', PER_ADDRESS);
  const passwordHash = await hashPassword(password);
  const actor = { kind: 'system' as const, name: 'sign-up' };
  return change(actor, async (tx) => {
    const { userId, workspaceId, audit, bumps } = await newAccount(tx, { ...input, passwordHash });
    const user = { id: userId, email: input.email, name: input.name };
    return { result: { user, workspace_id: workspaceId }, audit, bumps };
  });
}
