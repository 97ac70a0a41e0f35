/** What Next gives a page that reads its address: each name of the query with its value, or all its values. */
export interface SearchProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}
