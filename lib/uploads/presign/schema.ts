import * as z from 'zod';

const TERABYTE = 2 ** 40;

/** The body of `POST /upload/presign`. */
export const presignInput = z.strictObject({
  /** Exactly so many will be sent. */
  bytes: z
    .int()
    .min(1, 'must be at least 1')
    .max(5 * TERABYTE, 'must be at most 5 TB (5 × 2^40 bytes)'),
  /** What to call the file. */
  filename: z.string().max(1000, 'must be at most 1000 characters').default(''),
  /** What the file will be, such as `video/mp4`: tells which size limit it has to keep. Its content decides. */
  content_type: z.string().max(200, 'must be at most 200 characters').optional(),
});
export type PresignInput = z.infer<typeof presignInput>;

export const presignedUpload = z.strictObject({
  data: z.strictObject({
    id: z.uuid().meta({ description: 'Of the file; complete it by POST /upload/{id}/complete' }),
    upload_url: z
      .url()
      .nullable()
      .meta({ description: 'Where the bytes go, without an API key; null where there are several parts' }),
    method: z.literal('PUT'),
    headers: z.record(z.string(), z.string()).meta({ description: 'To be sent along exactly so' }),
    expires_at: z.iso.datetime().meta({ description: 'Until then the sending has to begin' }),
    parts: z.array(z.strictObject({ upload_url: z.url(), start: z.int(), bytes: z.int() })).meta({
      description: 'In order; each takes exactly its bytes of the file, from `start` on. Usually one',
    }),
  }),
});
export type PresignedUpload = z.infer<typeof presignedUpload>;
