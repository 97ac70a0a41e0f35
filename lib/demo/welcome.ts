import path from 'node:path';
import type { DemoInfo } from './demo-info';

/** What the terminal says once the demo runs: where to look, how to sign in, what to try. */
export function welcome(info: DemoInfo, file: string): string {
  const [first] = info.workspaces;
  const history = info.workspaces.at(-1);
  const account = (who: string, { email, password }: { email: string; password: string }) =>
    `    ${who.padEnd(34)} ${email.padEnd(30)} ${password}`;
  return [
    '',
    `  Headroom runs at ${info.baseUrl}`,
    '',
    '  Sign in as',
    account('the platform admin', info.admin),
    ...(history ? [account('an owner with a month of history', history.owner)] : []),
    ...(first ? [account('an owner who starts from nothing', first.owner)] : []),
    '',
    '  Make a call',
    `    curl ${info.baseUrl}/v1/chat/completions -i \\`,
    `      -H 'Authorization: Bearer ${first?.key}' -H 'Content-Type: application/json' \\`,
    `      -d '{"model":"gpt-4o-mini","messages":[{"role":"user","content":"How much is left?"}]}'`,
    '',
    `  Every catalog's workspace, key and owner: ${path.relative(process.cwd(), file)}`,
    '  Stop with Ctrl-C. Start afresh with: npm run demo -- --reset',
    '',
  ].join('\n');
}
