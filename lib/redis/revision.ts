/** Raises the store's revision of a workspace or catalog; see limits README, "Policy in memory". */
export type RevisionKind = 'workspace' | 'catalog';

/**
 * Raises the store's revision to at least `rev`, where it exists, on every shard that holds it.
 * Resolves once every instance's next decision sees it. @throws when the store cannot be reached.
 */
export async function raiseRevision(_kind: RevisionKind, _subjectId: string, _rev: number): Promise<void> {
  throw new Error('not written yet');
}
