import type { DemoUpstream } from '../demo/upstream/server';
import { gatewayForTests } from './gateway';
import { type Lane, openLane } from './lane';
import { waitForTheStore } from './patient';

export interface DemoLane extends Lane {
  upstream: DemoUpstream;
}

/** A lane over the demo's upstream, closed together. */
export async function overUpstream<L extends Lane>(open: () => Promise<L>): Promise<L & DemoLane> {
  const upstream = await gatewayForTests();
  const lane = await open();
  return {
    ...lane,
    upstream,
    async close() {
      await lane.close();
      await upstream.close();
    },
  };
}

/** The fast lane over the demo's upstream, deciding by the store however busy the machine is. */
export function openDemoLane(): Promise<DemoLane> {
  waitForTheStore();
  return overUpstream(openLane);
}
