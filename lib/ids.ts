import { v7, validate } from 'uuid';

/** A time-ordered id (UUIDv7, RFC 9562): request, reservation and row ids. */
export const newId = (): string => v7();

/** Whether a string from outside may be used as a `uuid` column value. */
export const isId = (value: string): boolean => validate(value);
