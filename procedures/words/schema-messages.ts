import { type z } from 'zod';
import type { NoticeTemplate } from '../../domain/model/notice-template';
import { strict } from '../language/schema-values';
import { every, pattern } from './patterns';

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
  instructions: ['complainant'],
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
  'instructions',
  'contact',
  'result',
  'satisfaction',
  'visit',
  'extension',
  'routes',
  'trackingUrl',
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

function messageFor(audience: Audience) {
  const said = {
    subject: pattern(SURE_PLACEHOLDERS).refine((text) => !text.includes('\n'), 'a subject is one line'),
    body: pattern(PLACEHOLDERS.filter((word) => word !== 'trackingUrl')),
  };
  return strict(audience === 'complainant' ? { ...said, link: pattern(['trackingUrl']) } : said);
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
  /** What one notice says, without greeting: a message may say several. */
  readonly body: string;
  /** To the complainant's page; a message ends with one, whatever it says. */
  readonly link?: string;
}

/** How a message begins. */
export const greetingsSchema = every(AUDIENCES, pattern(SURE_PLACEHOLDERS));

export const messagesSchema = strict(messages);
