import { startConsumer } from '../usage/consumer';

/** A consumer in a process of its own, which kills itself (SIGKILL) when it reaches the step in argv. */
startConsumer({
  atStep: (step) => {
    if (step === process.argv[2]) process.kill(process.pid, 'SIGKILL');
  },
});
