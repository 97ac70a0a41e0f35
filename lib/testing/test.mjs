// `npm test`: everything, from a fresh clone.
import { handOver } from '../demo/bootstrap.mjs';
import { runProgram } from '../demo/lifecycle.mjs';

await runProgram(async () => (await handOver('../testing/run.ts')).testAll());
