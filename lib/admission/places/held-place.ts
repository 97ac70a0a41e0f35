import { placeNow, type Upstream, waitForPlace } from './upstream-places';
import type { Place } from './waiting-line';

/** The place of one request at its upstream, from before its decision until its work is over. */
export class HeldPlace {
  #place: Place | null = null;
  #upstreamId: string | null = null;
  #kept = false;

  /**
   * Takes a place where one is free. Work that moved to another upstream meanwhile gives its old one back.
   * @returns false where it has to be waited for
   */
  take(upstream: Upstream, priority: number): boolean {
    if (upstream.id === this.#upstreamId) return true;
    this.leave();
    return this.#hold(upstream, placeNow(upstream, priority));
  }

  /** @throws AppError `upstream_saturated` where the line is full, it took too long, or the client left */
  async wait(upstream: Upstream, priority: number, client: AbortSignal, look: () => void): Promise<void> {
    this.#hold(upstream, await waitForPlace(upstream, priority, client, look));
  }

  /** From now on the work itself says when it leaves. */
  keep(): void {
    this.#kept = true;
  }

  leaveUnlessKept(): void {
    if (!this.#kept) this.leave();
  }

  leave(): void {
    this.#upstreamId = null;
    this.#place?.leave();
    this.#place = null;
  }

  #hold(upstream: Upstream, place: Place | null): boolean {
    this.#place = place;
    this.#upstreamId = place && upstream.id;
    return place !== null;
  }
}
