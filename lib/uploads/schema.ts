import * as z from 'zod';

/** A file as the API shows it. */
export const fileView = z.strictObject({
  id: z.uuid(),
  name: z.string().meta({ description: 'As it was given, without its path; empty where none was given' }),
  bytes: z.int().meta({ description: 'Stored; declared while it is pending' }),
  kind: z
    .enum(['image', 'document', 'video'])
    .nullable()
    .meta({ description: 'By its content; null while that is unknown' }),
  content_type: z.string().nullable().meta({ description: 'By its content; null while that is unknown' }),
  sha256: z.string().nullable().meta({ description: 'Of what was stored, in hex; null while it is pending' }),
  state: z.enum(['pending', 'stored']),
  via: z.enum(['stream', 'batch', 'presign', 'resumable']).meta({ description: 'How it came' }),
  created_at: z.iso.datetime(),
  description: z.string().nullable(),
  described_by: z.string().nullable().meta({ description: 'The model that described it' }),
  described_at: z.iso.datetime().nullable(),
});
export type FileView = z.infer<typeof fileView>;

export const uploadedFiles = z.strictObject({ data: z.array(fileView) });

export const fileList = z.strictObject({
  data: z.array(fileView),
  next_cursor: z.string().nullable().meta({ description: 'For the page after; null on the last' }),
});

export const deletedFile = z.strictObject({
  data: z.strictObject({ id: z.uuid(), deleted: z.literal(true) }),
});

export const listFilesQuery = z.strictObject({
  query: z.string().max(200).optional().meta({ description: 'Part of the name or of the description' }),
  kind: z.enum(['image', 'document', 'video']).optional(),
  cursor: z.uuid().optional().meta({ description: '`next_cursor` of the page before' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Query of `POST /upload/stream` with the file itself as its body. */
export const streamQuery = z.strictObject({
  filename: z.string().max(1000).optional().meta({ description: 'What to call the file' }),
});
