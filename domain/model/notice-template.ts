/**
 * The templates that every organisation has texts for, the weightiest first: it gives a message that says several its
 * subject.
 */
export const NOTICE_TEMPLATES = [
  'held',
  'overdue',
  'explanation-owed',
  'escalation',
  'handover',
  'assignment',
  'progress-due',
  'reminder',
  'final-reply',
  'reply',
  'proposal',
  'granted',
  'instructions',
  'information-needed',
  'survey',
  'promise-missed',
  'closed',
  'reopened',
  'resumed',
  'round-started',
  'rescheduled',
  'extended',
  'progress',
  'accountable',
  'survey-filed',
  'acknowledgement',
] as const;
export type NoticeTemplate = (typeof NOTICE_TEMPLATES)[number];
