import { z } from 'zod';

export const healthSchema = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

export const readinessSchema = z
  .object({
    status: z.enum(['ready', 'not-ready']),
    checks: z.object({ database: z.boolean(), tables: z.boolean(), engine: z.boolean(), serving: z.boolean() }),
    findings: z.object({ errors: z.int(), warnings: z.int() }).nullable().meta({
      description: 'How much `GET /v1/doctor` would say, five minutes old at most; null before the first look.',
    }),
  })
  .meta({ id: 'Readiness' });

export type Readiness = z.output<typeof readinessSchema>;
