import { z } from 'zod';
import { instant, instantIn, key, line } from './values';

export const peopleParams = z.object({ id: z.uuid() });

const whose = key.optional().meta({ description: 'The caller when left out; else somebody below them.' });

export const absenceBodySchema = z
  .strictObject({
    staff: whose,
    from: instantIn.meta({ description: 'The first instant that they are away.' }),
    to: instantIn.meta({ description: 'The first instant that they are back.' }),
    standIn: key
      .optional()
      .meta({ description: 'Who takes their place meanwhile; the stand-in of one away as well is asked.' }),
    reason: line.optional().meta({ description: 'Seen by them and by those above them.' }),
  })
  .meta({
    id: 'AbsenceBody',
    description: 'A time that somebody is away.',
    examples: [{ from: '2026-10-01T00:00:00+08:00', to: '2026-10-09T00:00:00+08:00', standIn: 'service-2' }],
  });

export const absenceSchema = z
  .object({
    id: z.string(),
    staff: z.string(),
    from: instant,
    to: instant,
    standIn: z.string().nullable(),
    reason: z.string().nullable().meta({ description: 'Null for callers who are neither the person nor above.' }),
  })
  .meta({ id: 'Absence', description: 'A time that somebody is away.' });

export const absencesSchema = z.object({ items: z.array(absenceSchema) }).meta({ id: 'Absences' });
export const absenceQuery = z.strictObject({ staff: key.optional() });

export const interestBodySchema = z
  .strictObject({
    staff: whose,
    interest: z
      .string()
      .trim()
      .max(300)
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}:\S/, 'must be staff:ID, department:ID or a matter such as order:2026-17')
      .meta({ description: '`staff:ID`, `department:ID`, or a matter: kind and reference of a complaint’s subject.' }),
  })
  .meta({
    id: 'InterestBody',
    description: 'What somebody has an interest in: complaints about it pass them by.',
    examples: [{ interest: 'staff:service-2' }, { staff: 'service-1', interest: 'order:2026-17' }],
  });

export const interestSchema = z
  .object({
    id: z.string(),
    staff: z.string(),
    interest: z.string().nullable().meta({ description: 'Null once erased.' }),
    declaredAt: instant,
  })
  .meta({ id: 'Interest', description: 'What somebody has declared an interest in.' });

export const interestsSchema = z.object({ items: z.array(interestSchema) }).meta({ id: 'Interests' });
