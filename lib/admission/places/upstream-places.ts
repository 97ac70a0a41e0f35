import { env } from '../../env';
import { processState } from '../../process-state';
import { instance } from '../engine';
import { type ClassFigures, type Place, WaitingLine } from './waiting-line';

/** Where admitted work is done, and how much of it at once. */
export interface Upstream {
  id: string;
  name: string;
  /** By all instances together; null: as many as each process may (UPSTREAM_CALLS). */
  maxInFlight: number | null;
}

interface Entry {
  upstream: Upstream;
  line: WaitingLine;
}

const lines = () => processState('admission.places', () => new Map<string, Entry>());

function lineOf(upstream: Upstream): WaitingLine {
  let entry = lines().get(upstream.id);
  if (!entry) {
    const { QUEUE_LENGTH, QUEUE_MS } = env();
    const options = { places: () => placesOf(upstream.id), mostWaiting: QUEUE_LENGTH, longestMs: QUEUE_MS };
    entry = { upstream, line: new WaitingLine(options) };
    lines().set(upstream.id, entry);
  }
  entry.upstream = upstream; // an admin may have changed it
  return entry.line;
}

/** This instance's part of an upstream's places. */
function placesOf(id: string): number {
  const max = lines().get(id)?.upstream.maxInFlight ?? null;
  const { UPSTREAM_CALLS } = env();
  return max === null ? UPSTREAM_CALLS : Math.min(UPSTREAM_CALLS, instance().share(max));
}

/** The row as it is by now: who waits for a place that an admin has just added gets it. */
export const noteUpstream = (upstream: Upstream): void => void lineOf(upstream);

/** A place at once, or null where all are taken or others wait for them. */
export const placeNow = (upstream: Upstream, priority: number): Place | null =>
  lineOf(upstream).take(priority);

/**
 * Waits for a place in the class's line.
 * @param look called now and then on one of those who wait; it notes the upstream's row where that has changed
 * @throws AppError `upstream_saturated`
 */
export const waitForPlace = (
  upstream: Upstream,
  priority: number,
  client: AbortSignal,
  look: () => void,
): Promise<Place> => lineOf(upstream).wait(priority, client, look);

export interface PlaceFigures {
  upstream: string;
  places: number;
  taken: number;
  /** By class, the lowest first. */
  classes: readonly ClassFigures[];
}

/** What stands and what was since this process began, for each upstream it has called. */
export const placeFigures = (): PlaceFigures[] =>
  [...lines().entries()].map(([id, { upstream, line }]) => ({
    upstream: upstream.name,
    places: placesOf(id),
    taken: line.taken,
    classes: line.figures,
  }));
