import * as z from 'zod';
import type { DescriptionView } from '../../../features/description-schema';
import { fileView } from '../../../uploads/schema';
import { text, viewOf } from '../operation';

const description = viewOf<DescriptionView>()(
  'Description',
  z.object({
    file_id: text,
    description: text,
    described_by: text.meta({ description: 'The model that wrote it' }),
    described_at: text,
  }),
);

export const uploadedFile = z.object({ data: fileView });

export const descriptionAnswer = z.object({ data: description });
