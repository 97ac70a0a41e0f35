/** Before every entry of a stream. */
export const BEFORE_ALL = '0-0';

/** Orders stream ids (`milliseconds-sequence`): negative when a comes first. */
export function compareIds(a: string, b: string): number {
  const [aMs = 0, aSeq = 0] = a.split('-').map(Number);
  const [bMs = 0, bSeq = 0] = b.split('-').map(Number);
  return aMs - bMs || aSeq - bSeq;
}
