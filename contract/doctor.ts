import { z } from 'zod';
import { FINDINGS, NAMED_KINDS, type FindingCode } from '../procedures/words/schema-diagnosis';
import { instant, span } from './values';

const byLanguage = z.record(z.string(), z.string());

const namedSchema = z
  .object({
    kind: z.enum(NAMED_KINDS),
    ids: z.array(z.string()).meta({ description: 'Ten at most.' }),
    count: z.int().meta({ description: 'How many there are of all, counted to 1,000 at most.' }),
    more: z.boolean().meta({ description: 'There are more than `count`.' }),
  })
  .meta({ id: 'Named', description: 'Ids of one kind.' });

export const findingSchema = z
  .object({
    code: z.enum(Object.keys(FINDINGS) as FindingCode[]),
    severity: z.enum(['error', 'warning']),
    about: z.array(namedSchema),
    span: span.nullable().meta({ description: 'How long it has been so, or lasts.' }),
    seconds: z.int().nullable().meta({ description: 'How far clocks are apart.' }),
    date: z.string().nullable(),
    says: byLanguage.meta({ description: 'What is wrong, by language.' }),
    remedy: byLanguage.meta({ description: 'What to do about it, by language.' }),
  })
  .meta({ id: 'Finding', description: 'One thing that is wrong with this installation. Decide by `code`.' });

export const doctorSchema = z
  .object({
    at: instant,
    errors: z.int(),
    warnings: z.int(),
    checks: z.int().meta({ description: 'How many checks were made; fewer while Temporal is away.' }),
    findings: z.array(findingSchema).meta({ description: 'Errors first.' }),
  })
  .meta({ id: 'Diagnosis', description: 'What is wrong with this installation.' });

export type FindingView = z.output<typeof findingSchema>;
export type DiagnosisView = z.output<typeof doctorSchema>;
