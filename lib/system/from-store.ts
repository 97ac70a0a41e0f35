import { AppError } from '../errors';

/** What needs the counter store. @throws AppError as it says itself, or `quota_unavailable` where the store does not answer */
export async function fromStore<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      'quota_unavailable',
      'The counter store or the database does not answer, so counters cannot be read. Try again in a few seconds.',
      { cause: error instanceof Error ? error.name : 'unknown' },
    );
  }
}
