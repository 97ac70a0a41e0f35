import { aicredits } from './aicredits';
import { aionvision } from './aionvision';
import { ajstudioz } from './ajstudioz';
import type { Contract } from './contract';
import { house } from './house';
import { priority } from './priority';
import { zihin } from './zihin';

/** Every contract, in the catalogs' order. */
export const CONTRACTS: readonly Contract[] = [house, ajstudioz, aicredits, aionvision, zihin, priority];

const byId = new Map(CONTRACTS.map((contract) => [contract.id, contract]));

/** Longest first, so that no prefix hides another. */
const PREFIXES: readonly (readonly [prefix: string, contract: Contract])[] = [
  ['aion_live_', aionvision],
  ['zhn_live_', zihin],
  ['aj_live_', ajstudioz],
  ['hr_live_', house],
  ['pr_live_', priority],
  ['sk-', aicredits],
];

const PATHS: readonly (readonly [prefix: string, contract: Contract])[] = [
  ['/api/v3', zihin],
  ['/api/quota', zihin],
  ['/api/chat', ajstudioz],
  ['/upload', aionvision],
];

const under = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`);

/** The contract of a catalog; the house's where the name is unknown. */
export const contractById = (id: string): Contract => byId.get(id) ?? house;

/**
 * Whose envelope answers a caller without a usable key: by the prefix of what was sent, else by path,
 * else ours. With a principal, its catalog decides: `contractById(principal.contract)`.
 */
export function contractForStranger(key: string | null, path: string): Contract {
  for (const [prefix, contract] of PREFIXES) if (key?.startsWith(prefix)) return contract;
  for (const [prefix, contract] of PATHS) if (under(path, prefix)) return contract;
  return house;
}
