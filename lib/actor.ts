/** Who acts on the management API. Passed down to every verb; tenant ids come from here, never from a body. */
export type Actor =
  | {
      kind: 'user';
      userId: string;
      name: string;
      platformAdmin: boolean;
      sessionId: string;
      ip: string | null;
    }
  | {
      kind: 'token';
      userId: string;
      name: string;
      platformAdmin: boolean;
      tokenId: string;
      /** Set when the token speaks for one workspace only. */
      workspaceId: string | null;
      ip: string | null;
    }
  | { kind: 'system'; name: string };

export const SYSTEM: Actor = { kind: 'system', name: 'headroom' };
