/** A list as every endpoint answers it. */
export const listAnswer = <T>(data: T[], nextCursor: string | null = null) => ({
  data,
  next_cursor: nextCursor,
});
