import type { Principal } from '../keys/principal';

/** A caller that stands, and how to read its policy anew. */
export interface Identified {
  principal: Principal;
  refresh(): Promise<Principal>;
  /** The policy to use now, loaded anew where the one before is too old. */
  current(): Promise<Principal>;
}
