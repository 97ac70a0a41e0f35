// `npm run demo`: from a fresh clone to a running Headroom.
import { handOver } from './bootstrap.mjs';
import { runProgram } from './lifecycle.mjs';

await runProgram(async () => (await handOver('./main.ts')).demo(process.argv.slice(2)));
