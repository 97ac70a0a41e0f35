import { db } from '../../db/client';
import { newId } from '../../ids';
import { makeKey } from '../gateway';
import { makeUser, makeWorkspace } from '../tenants';

/** A limit that an admin agreed with a workspace, as the database has it. */
interface Agreed {
  metric?: string;
  resource?: string;
  scope: 'key' | 'user' | 'workspace';
  window: string;
  /** null: unlimited */
  capacity: number | null;
}

export interface TenantRow extends NonNullable<Parameters<typeof makeKey>[2]> {
  agreed?: Agreed[];
  suspended?: boolean;
}

export interface Tenant {
  id: string;
  key: string;
  keyId: string;
  ownerId: string;
  catalog: string;
  /** Another key of the same owner in the same workspace. */
  anotherKey(): Promise<string>;
}

/** A workspace of its own on a plan of a catalog, with a key of its owner's. */
export async function makeTenant(catalog: string, plan: string, row: TenantRow = {}): Promise<Tenant> {
  const { agreed = [], suspended = false, ...keyRow } = row;
  const owner = await makeUser();
  const workspace = await makeWorkspace(owner, catalog, plan);
  for (const { metric = 'requests', capacity, ...limit } of agreed) {
    const data = { id: newId(), workspaceId: workspace.id, metric, ...limit };
    await db().limitOverride.create({
      data: { ...data, capacity: capacity === null ? null : BigInt(capacity) },
    });
  }
  if (suspended)
    await db().workspace.update({ where: { id: workspace.id }, data: { suspendedAt: new Date() } });
  const { key, id: keyId } = await makeKey(workspace, owner.id, keyRow);
  const anotherKey = async () => (await makeKey(workspace, owner.id, keyRow)).key;
  return { id: workspace.id, key, keyId, ownerId: owner.id, catalog, anotherKey };
}
