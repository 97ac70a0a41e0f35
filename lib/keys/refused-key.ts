import { AppError, type ErrorCode } from '../errors';
import type { Principal } from './principal';

/** A key that is known, and may not be used all the same: it is told so with its counters, as on every response. */
export class RefusedKey extends AppError {
  constructor(
    code: ErrorCode,
    message: string,
    readonly principal: Principal,
  ) {
    super(code, message);
  }
}
