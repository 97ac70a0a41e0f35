import { startUpkeep } from '../admission/upkeep';
import { type Consumer, startConsumer } from '../usage/consumer';
import { type Lane, openLane } from './lane';

export interface MeteredLane extends Lane {
  consumer: Consumer;
}

/** The fast lane with the work in the background that the ledger needs, in this process. */
export async function openMeteredLane(): Promise<MeteredLane> {
  const consumer = startConsumer();
  const upkeep = startUpkeep();
  await upkeep.ready;
  const lane = await openLane();
  return {
    ...lane,
    consumer,
    async close() {
      await lane.close();
      await upkeep.stop();
      await consumer.stop();
    },
  };
}
