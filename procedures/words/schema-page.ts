import { strict } from '../language/schema-values';
import { every, pattern, word } from './patterns';

const SECTIONS = [
  'progress',
  'promise',
  'next',
  'asked',
  'answer',
  'report',
  'offers',
  'alternatives',
  'routes',
  'acts',
  'history',
] as const;

/** The acts that the page has a form for. */
const ACTS = [
  'choose',
  'report',
  'answerSurvey',
  'resume',
  'reopen',
  'addEvidence',
  'note',
  'recuse',
  'withdraw',
] as const;

const form = { title: word, send: word } as const;
const written = { ...form, text: word } as const;

const acts = strict({
  choose: strict({ ...written, legend: word, option: word, accepted: word }),
  report: strict({ ...form, legend: word }),
  answerSurvey: strict(form),
  resume: strict(written),
  reopen: strict({
    ...written,
    legend: word,
    unsettled: pattern(['when']),
    sameFault: pattern(['when']),
    only: word,
  }),
  addEvidence: strict(written),
  note: strict(written),
  recuse: strict({ ...written, titleWith: pattern(['owner']), hint: word }),
  withdraw: strict({ ...written, confirm: word }),
});

const PROBLEMS = [
  'link',
  'not-found',
  'changed',
  'forbidden',
  'invalid',
  'content-too-large',
  'too-many-requests',
  'starting',
  'unavailable',
  'offline',
  'internal',
] as const;

/** The words of the complainant's page itself; the page fills their placeholders. */
export const pageSchema = strict({
  page: word,
  /** What the list of languages is for. */
  languageChoice: word,
  /** For browsers that run no scripts. */
  script: word,
  reference: word,
  received: word,
  refresh: word,
  loading: word,
  refreshed: word,
  sections: every(SECTIONS, word),
  by: pattern(['when']),
  promise: strict({ open: pattern(['when']), waiting: word, kept: word, missed: word }),
  acts,
  optional: word,
  yes: word,
  no: word,
  sending: word,
  done: every(ACTS, word),
  pending: word,
  errors: every(['choose', 'some', 'all', 'write', 'number', 'confirm'], word),
  problems: every(PROBLEMS, word),
});
