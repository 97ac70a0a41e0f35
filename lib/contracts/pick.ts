import { aicredits } from './aicredits';
import { aionvision } from './aionvision';
import { ajstudioz } from './ajstudioz';
import type { Contract } from './contract';
import { house } from './house';
import { priority } from './priority';
import { zihin } from './zihin';

/** Every contract, in the catalogs' order. A sixth page's is a file of its own and a name here. */
export const CONTRACTS: readonly Contract[] = [house, ajstudioz, aicredits, aionvision, zihin, priority];

const byId = new Map(CONTRACTS.map((contract) => [contract.id, contract]));

/** Longest prefix first, so that none hides another. */
const byPrefix = [...CONTRACTS].sort((a, b) => b.prefix.length - a.prefix.length);

const under = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`);

/** The contract of a catalog; the house's where the name is unknown. */
export const contractById = (id: string): Contract => byId.get(id) ?? house;

/**
 * Whose envelope answers a caller without a usable key: by the prefix of what was sent, else by path,
 * else ours. With a principal, its catalog decides: `contractById(principal.contract)`.
 */
export const contractForStranger = (key: string | null, path: string): Contract =>
  (key && byPrefix.find(({ prefix }) => key.startsWith(prefix))) ||
  (CONTRACTS.find(({ paths }) => paths.some((own) => under(path, own))) ?? house);
