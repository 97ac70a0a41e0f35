import { AppError } from '../errors';
import { processState } from '../process-state';

/** Bytes of pictures that this process may hold at a time; in base64 and as a body each takes some three times as many. */
const ROOM_BYTES = 64 << 20;
const PATIENCE_MS = 20_000;

interface Waiting {
  bytes: number;
  enter(): void;
}

const room = () => processState('picture-room', () => ({ free: ROOM_BYTES, line: [] as Waiting[] }));

/** Lets in whom there is room for, first come first: nobody overtakes a larger picture. */
function letIn(): void {
  const { line } = room();
  for (let next = line[0]; next && next.bytes <= room().free; next = line[0]) {
    line.shift();
    room().free -= next.bytes;
    next.enter();
  }
}

/**
 * Runs what holds so many bytes of a picture in memory once there is room for them.
 * @throws AppError `upstream_saturated` where none came free in time
 */
export async function withRoom<T>(bytes: number, signal: AbortSignal, hold: () => Promise<T>): Promise<T> {
  await new Promise<void>((resolve, reject) => {
    const leave = () => {
      room().line.splice(room().line.indexOf(waiting), 1);
      reject(
        new AppError(
          'upstream_saturated',
          'Too many pictures are being described. Try again in a few seconds.',
        ),
      );
      letIn();
    };
    const patience = setTimeout(leave, PATIENCE_MS);
    const waiting = {
      bytes,
      enter: () => {
        clearTimeout(patience);
        signal.removeEventListener('abort', onAbort);
        resolve();
      },
    };
    const onAbort = () => {
      clearTimeout(patience);
      leave();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    room().line.push(waiting);
    letIn();
  });
  try {
    return await hold();
  } finally {
    room().free += bytes;
    letIn();
  }
}
