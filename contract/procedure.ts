import { z } from 'zod';
import type { Procedure } from '../domain/model/procedure';
import { PROPERTIES } from '../procedures/checker/finding';
import type { ProcedureTexts } from '../procedures/language/rule-book';
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

export const ruleBookIn = z
  .strictObject({ text: z.string().meta({ description: 'The YAML as written, at most 200 kB.' }) })
  .meta({ id: 'RuleBookText' });

export const procedureFinding = z
  .object({
    severity: z.enum(['error', 'warning']),
    property: z.enum(PROPERTIES).nullable(),
    path: z.string(),
    line: z.int(),
    column: z.int(),
    message: z.string(),
    story: z.string().nullable(),
  })
  .meta({
    id: 'ProcedureFinding',
    description:
      'A fault at its place; lines and columns count from 1. `property` is what does not hold and `story` the shortest way to it; both are null where the text cannot even be read as rules.',
  });

export const procedureCheckSchema = z
  .object({
    sound: z.boolean().meta({ description: 'No errors; there may be warnings.' }),
    findings: z.array(procedureFinding),
    states: z.int().meta({ description: 'How many states of a complaint were searched.' }),
    capped: z.boolean().meta({ description: 'There were more states: what was not found is not proved absent.' }),
  })
  .meta({ id: 'ProcedureCheck' });

export const publishedProcedureSchema = z
  .object({
    key: z.string(),
    version: z.int(),
    hash: z.string(),
    outcome: z
      .enum(['published', 'texts-changed', 'unchanged'])
      .meta({ description: 'Other texts to the same rules make no new version.' }),
    warnings: z.array(procedureFinding),
  })
  .meta({ id: 'PublishedProcedure' });

export type ProcedureFinding = z.output<typeof procedureFinding>;
export type ProcedureCheckView = z.output<typeof procedureCheckSchema>;
export type PublishedProcedureView = z.output<typeof publishedProcedureSchema>;
export type ProcedureList = z.output<typeof procedureListSchema>;
export type ProcedureView = z.output<typeof procedureSchema>;

export const procedureParams = z.object({ key });
export const procedureQuery = z.strictObject({
  hash: key.optional().meta({ description: 'A former version that open complaints go on under.' }),
});
