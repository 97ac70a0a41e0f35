import * as z from 'zod';

/** The body of `POST /v1/descriptions`. */
export const descriptionSchema = z.strictObject({
  /** A picture of this workspace. */
  file_id: z.uuid('must be the id of a file'),
  /** What to tell of it, in your own words; absent: what it shows. */
  prompt: z.string().trim().min(1, 'must not be empty').max(4_000).optional(),
  /** A model that reads pictures; absent: the first of the catalog. */
  model: z.string().min(1, 'must not be empty').max(200).optional(),
});
export type DescriptionRequest = z.infer<typeof descriptionSchema>;

/** What is answered; the same stands with the file from then on. */
export interface DescriptionView {
  file_id: string;
  description: string;
  /** The model that wrote it. */
  described_by: string;
  described_at: string;
}
