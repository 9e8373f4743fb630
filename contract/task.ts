import { z } from 'zod';
import { cursor, instant, key, limit, pageOf, poolSchema } from './values';

export const taskRowSchema = z
  .object({
    reference: z.string(),
    task: z.string(),
    /** Which part of a parallel stage it is. */
    part: z.string().nullable(),
    procedure: z.string(),
    stage: z.string(),
    kind: z.string(),
    round: z.int(),
    step: z.int(),
    ownerRule: z.string(),
    department: z.string().nullable(),
    person: z.string().nullable(),
    people: z.array(z.string()),
    /** Anybody of this role may take it, there or wherever they are; null where somebody is named. */
    pool: poolSchema.nullable(),
    severity: z.string().nullable(),
    category: z.string().nullable(),
    level: z.int(),
    missed: z.boolean(),
    openedAt: instant,
    dueAt: instant.nullable(),
  })
  .meta({ id: 'Task' });

export const taskPageSchema = pageOf(taskRowSchema).meta({ id: 'TaskPage' });
export type TaskPage = z.output<typeof taskPageSchema>;

export const taskQuery = z.strictObject({
  scope: z
    .enum(['mine', 'pools', 'both', 'all'])
    .optional()
    .meta({
      description:
        'mine: held by the caller, or by somebody absent whose stand-in they are; pools: free for the caller to take; both; all: whoever holds them. ' +
        'Left out: `both`, or `all` with a department.',
    }),
  department: key.optional(),
  cursor: cursor.optional(),
  limit,
});
export type TaskQuery = z.input<typeof taskQuery>;
