// `npm run check`: types, lint, unit and architecture tests. Seconds, and no service.
import { handOver } from '../demo/bootstrap.mjs';
import { runProgram } from '../demo/lifecycle.mjs';

await runProgram(async () => (await handOver('../testing/run.ts')).check());
