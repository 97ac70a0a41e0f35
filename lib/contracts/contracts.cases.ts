import { ADMITTED } from './cases/admitted.cases';
import type { Case } from './cases/case.cases';
import { FAILURES } from './cases/failures.cases';
import { INPUT } from './cases/input.cases';
import { QUOTAS } from './cases/quotas.cases';
import { RATES } from './cases/rates.cases';
import { REFUSALS } from './cases/refusals.cases';

/** One table for every contract: what each must answer in each situation, literally. */
export const CASES: readonly Case[] = [...ADMITTED, ...RATES, ...REFUSALS, ...QUOTAS, ...FAILURES, ...INPUT];
