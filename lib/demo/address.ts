import { UserError } from './lifecycle.mjs';

/** PORT and HOST, checked. */
export function address(): { port: number; host: string } {
  const { PORT = '3000', HOST = '127.0.0.1' } = process.env;
  const port = Number(PORT);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return { port, host: HOST };
  throw new UserError(`PORT must be a number from 1 to 65535, and it is "${PORT}".`);
}
