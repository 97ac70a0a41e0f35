import { type Dispatcher, Pool } from 'undici';

/** Whether a request has begun to be written. A call passes it as undici's `opaque`. */
export interface Mark {
  sent: boolean;
}

/** As undici's own requests have it: called once a connection stands, right before the first byte is written. */
interface Starting {
  onConnect?: (abort: (reason?: Error) => void, context: unknown) => void;
  /** Set where the call was given up before. */
  reason?: unknown;
}

/**
 * A pool that tells whether a request was sent. A call that is given up while it waits for a connection
 * ends like one that is given up later, but nobody has seen it.
 */
export class MarkingPool extends Pool {
  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const { opaque } = options as Dispatcher.DispatchOptions & { opaque?: Mark };
    const starting = handler as Starting;
    const { onConnect } = starting;
    if (opaque && onConnect) {
      starting.onConnect = (abort, context) => {
        opaque.sent ||= !starting.reason;
        onConnect.call(starting, abort, context);
      };
    }
    return super.dispatch(options, handler);
  }
}
