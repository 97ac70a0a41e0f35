import { processState } from '../process-state';

const underWay = () => processState('settles under way', () => ({ settles: 0 }));

/** Does what brings a request's end into the store or the database: the end of the process waits for it. */
export async function whileSettling<T>(work: () => Promise<T>): Promise<T> {
  underWay().settles += 1;
  try {
    return await work();
  } finally {
    underWay().settles -= 1;
  }
}

/** How many have begun and not ended. */
export const settlesUnderWay = (): number => underWay().settles;
