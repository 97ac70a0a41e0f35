/** The advisory lock of the ledger's one active reader. */
export const ACTIVE_LOCK = 4_871_002;
