import { z } from 'zod';
import { COMMON_FACTS } from '../../domain/rules/facts';
import { RESULTS } from '../language/schema-stages';
import { strict } from '../language/schema-values';
import { every, pattern, word } from './patterns';
import { diagnosisSchema } from './schema-diagnosis';
import { digestSchema } from './schema-digest';
import { greetingsSchema, messagesSchema } from './schema-messages';
import { narrationSchema } from './schema-narration';
import { pageSchema } from './schema-page';
import { trackingSchema } from './schema-tracking';
import { whySchema } from './schema-why';

const UNITS = ['wd', 'wh', 'h', 'd', 'm'] as const;
const STANDARD_OUTCOMES = [
  'approved',
  'returned',
  'rejected',
  'agreed',
  'partly',
  'disagreed',
  'silent',
  'lapsed',
  'done',
  'sent',
  'satisfied',
  'dissatisfied',
  'unreachable',
  'granted',
  'mixed',
] as const;

const counted = strict({ one: word, other: pattern(['count']) });
const twelveMonths = z.array(word).length(12, 'write twelve months');

const dates = strict({
  instant: pattern(['year', 'month', 'day', 'hour', 'minute']),
  months: twelveMonths,
  'short-months': twelveMonths,
  weekdays: z.array(word).length(7, 'write seven days, Sunday first'),
  spans: every(UNITS, counted),
});

const phrases = strict({
  list: word,
  /** Between alternatives. */
  either: word,
  labelled: pattern(['label', 'text']),
  yes: word,
  no: word,
  /** Why a calendar has changed whose holidays ship anew. */
  renewed: word,
  facts: every(COMMON_FACTS, word),
  results: every(RESULTS, word),
  outcomes: every(STANDARD_OUTCOMES, word),
});

const picture = strict({ otherwise: word, after: counted, and: word, or: word, story: word });

const rehearsal = strict({
  accepted: word,
  refused: pattern(['refusal', 'detail']),
  held: pattern(['count', 'names']),
  archived: pattern(['count']),
  reached: word,
  'not-reached': word,
  coverage: pattern(['runs', 'stages', 'stagesAll', 'outcomes', 'outcomesAll']),
});

/** One language's file, whole: a key that is missing or unknown is an error. */
export const languageSchema = strict({
  language: word,
  /** As its readers call it. */
  name: word,
  /** The locale that browsers write days and money by. */
  format: word,
  dates,
  phrases,
  greetings: greetingsSchema,
  messages: messagesSchema,
  digest: digestSchema,
  narration: narrationSchema,
  why: whySchema,
  diagnosis: diagnosisSchema,
  picture,
  rehearsal,
  tracking: trackingSchema,
  page: pageSchema,
});

export type Language = z.output<typeof languageSchema>;
