/** In which workspace a platform admin acts, until when, and whether they may change it. */
export interface Acting {
  workspaceId: string;
  write: boolean;
  untilMs: number;
}

/** Who acts on the management API. Passed down to every verb; tenant ids come from here, never from a body. */
export type Actor =
  | {
      kind: 'user';
      userId: string;
      name: string;
      platformAdmin: boolean;
      sessionId: string;
      ip: string | null;
      /** A platform admin who looks at one workspace as its owner does; `platformAdmin` is false meanwhile. */
      acting?: Acting | null;
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
