import { z } from 'zod';
import type { Procedure } from '../../domain/procedure';
import type { ProcedureTexts } from '../../procedures/rule-book';
import { instant, key, shaped } from './values';

const entry = {
  key: z.string(),
  version: z.int(),
  hash: z.string(),
  title: z.record(z.string(), z.string()),
  publishedAt: instant,
  publishedBy: z.string(),
};

export const procedureListSchema = z.object({ items: z.array(z.object(entry)) }).meta({ id: 'ProcedureList' });

export const procedureSchema = z
  .object({ ...entry, procedure: shaped<Procedure>(), texts: shaped<ProcedureTexts>(), source: z.string() })
  .meta({
    id: 'Procedure',
    description: 'The rules of one rule book, the texts people read, and the YAML as written.',
  });

export type ProcedureList = z.output<typeof procedureListSchema>;
export type ProcedureView = z.output<typeof procedureSchema>;

export const procedureParams = z.object({ key });
export const procedureQuery = z.strictObject({
  hash: key.optional().meta({ description: 'A former version that open complaints go on under.' }),
});
