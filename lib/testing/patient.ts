import { processState } from '../process-state';
import type { PromptStore } from '../redis/prompt';
import { type Store, store } from '../redis/store';

/**
 * Has this process wait for the store as long as it takes. For tests of what the store decides: on a machine
 * that is busy with other tests a call may take longer than the deadline, and a decision made without the store
 * would stand for the store's. Call it before anything asks for the engine.
 */
export function waitForTheStore(): void {
  const patient: PromptStore = { ...store(), down: () => false, silentMs: () => 0 };
  processState('prompt stores', () => new WeakMap<Store, PromptStore>([[store(), patient]]));
}
