import type { DemoUpstream } from '../demo/upstream/server';
import { gatewayForTests } from './gateway';
import { type Lane, openLane } from './lane';
import { waitForTheStore } from './patient';

export interface DemoLane extends Lane {
  upstream: DemoUpstream;
}

/** The fast lane over the demo's upstream, deciding by the store however busy the machine is. */
export async function openDemoLane(): Promise<DemoLane> {
  waitForTheStore();
  const upstream = await gatewayForTests();
  const lane = await openLane();
  return {
    ...lane,
    upstream,
    async close() {
      await lane.close();
      await upstream.close();
    },
  };
}
