import { UpstreamBody } from './upstream-body';

/** The body of an upstream that a test plays: what the relay does to its connection can be seen. */
export class PlayedBody extends UpstreamBody {
  paused = false;
  givenUp = false;

  constructor(texts: readonly (string | Uint8Array)[] = []) {
    super({
      pause: () => {
        this.paused = true;
      },
      resume: () => {
        this.paused = false;
      },
      abort: (reason) => {
        this.givenUp = true;
        this.fail(reason);
      },
    });
    for (const text of texts) this.push(Buffer.from(text));
  }
}

/** Sends each of these in a turn of its own, then ends, or breaks off for a reason. */
export function sending(texts: readonly (string | Uint8Array)[], breaksOff?: Error): PlayedBody {
  const body = new PlayedBody();
  void (async () => {
    for (const text of texts) {
      body.push(Buffer.from(text));
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (breaksOff) body.fail(breaksOff);
    else body.end();
  })();
  return body;
}
