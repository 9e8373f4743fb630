import { z } from 'zod';
import { procedureFinding } from './procedure';

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ field: z.string(), detail: z.string() })).optional(),
    findings: z.array(procedureFinding).optional(),
    traceId: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457. `type` is a stable name.' });

export type ProblemDocument = z.output<typeof problemSchema>;
