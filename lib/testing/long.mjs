// `npm run test:long [-- PART…]`: the proofs whose full figures take minutes, each told in one line.
import { handOver } from '../demo/bootstrap.mjs';
import { runProgram } from '../demo/lifecycle.mjs';

await runProgram(async () => (await handOver('../testing/long.ts')).testLong(process.argv.slice(2)));
