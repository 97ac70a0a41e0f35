// `npm run dev`: the demo's services and data, Next in development, and the work beside requests.
import { handOver } from './bootstrap.mjs';
import { runProgram } from './lifecycle.mjs';

await runProgram(async () => (await handOver('./develop.ts')).develop());
