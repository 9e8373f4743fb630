import { z } from 'zod';
import type { NoticeTemplate } from '../../domain/record/notice';
import { unknownWord } from '../language/did-you-mean';
import { RESULTS } from '../language/schema-stages';
import { LOCALES, strict } from '../language/schema-values';

export const AUDIENCES = ['complainant', 'staff'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Who may be told what: each has a text in every language. */
export const TEMPLATE_AUDIENCES: Readonly<Record<NoticeTemplate, readonly Audience[]>> = {
  acknowledgement: ['complainant'],
  assignment: ['staff'],
  handover: ['staff'],
  reminder: AUDIENCES,
  escalation: AUDIENCES,
  held: ['staff'],
  overdue: ['staff'],
  'explanation-owed': ['staff'],
  'information-needed': ['complainant'],
  resumed: AUDIENCES,
  proposal: ['complainant'],
  reply: ['complainant'],
  'final-reply': ['complainant'],
  survey: ['complainant'],
  'survey-filed': ['staff'],
  extended: AUDIENCES,
  rescheduled: AUDIENCES,
  'promise-missed': ['complainant'],
  'round-started': AUDIENCES,
  closed: AUDIENCES,
  reopened: AUDIENCES,
  'progress-due': ['staff'],
  progress: ['complainant'],
  granted: ['complainant'],
  accountable: ['staff'],
};

/** Placeholders that always have something to show: the only ones that a subject may hold. */
export const SURE_PLACEHOLDERS = ['reference', 'procedure', 'recipient', 'at', 'round'] as const;

export const PLACEHOLDERS = [
  ...SURE_PLACEHOLDERS,
  'stage',
  'matter',
  'due',
  'owner',
  'category',
  'severity',
  'receivedAt',
  'replyBy',
  'resumeBy',
  'reopenUntil',
  'answer',
  'reason',
  'solution',
  'result',
  'satisfaction',
  'visit',
  'extension',
  'routes',
  'trackingUrl',
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

const UNITS = ['wd', 'wh', 'h', 'd', 'm'] as const;
const STANDARD_OUTCOMES = [
  'approved',
  'returned',
  'rejected',
  'agreed',
  'partly',
  'disagreed',
  'silent',
  'done',
  'sent',
  'satisfied',
  'dissatisfied',
  'unreachable',
  'granted',
  'mixed',
] as const;

const words = z.string().min(1, 'the text is empty: write it');

function pattern(known: readonly string[]) {
  return words.superRefine((text, context) => {
    for (const [, word = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
      if (!known.includes(word)) context.addIssue({ code: 'custom', message: unknownWord('placeholder', word, known) });
    }
    if (/[{}]/.test(text.replace(/\{[^{}]*\}/g, ''))) {
      context.addIssue({ code: 'custom', message: 'a brace stands alone: placeholders are written {reference}' });
    }
  });
}

function every<const K extends string, S extends z.ZodType>(keys: readonly K[], schema: S) {
  return strict(Object.fromEntries(keys.map((key) => [key, schema])) as Record<K, S>);
}

function messageFor(audience: Audience) {
  const known = PLACEHOLDERS.filter((word) => audience === 'complainant' || word !== 'trackingUrl');
  return strict({
    subject: pattern(SURE_PLACEHOLDERS).refine((text) => !text.includes('\n'), 'a subject is one line'),
    body: pattern(known),
  });
}

function textsOf(template: NoticeTemplate): z.ZodType<Readonly<Partial<Record<Audience, MessageText>>>> {
  return strict(Object.fromEntries(TEMPLATE_AUDIENCES[template].map((audience) => [audience, messageFor(audience)])));
}

const templates = Object.keys(TEMPLATE_AUDIENCES) as NoticeTemplate[];
const messages = Object.fromEntries(templates.map((template) => [template, textsOf(template)])) as Record<
  NoticeTemplate,
  ReturnType<typeof textsOf>
>;

export interface MessageText {
  readonly subject: string;
  readonly body: string;
}

/** One language's file: the words that dates, spans and results are written with, and every message. */
export const languageSchema = strict({
  language: z.enum(LOCALES),
  words: strict({
    instant: pattern(['year', 'month', 'day', 'hour', 'minute']),
    months: z.array(words).length(12, 'write twelve months'),
    list: words,
    /** Between alternatives. */
    either: words,
    labelled: pattern(['label', 'text']),
    spans: every(UNITS, strict({ one: words, other: pattern(['count']) })),
    results: every(RESULTS, words),
    outcomes: every(STANDARD_OUTCOMES, words),
  }),
  messages: strict(messages),
});

export type Language = z.output<typeof languageSchema>;
