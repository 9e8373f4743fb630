import type { CountedPart } from '../../domain/calendar/counting';
import { sentences } from './patterns';

/** What is counted: the limit, what is left of it after a pause, an extension. */
type Counted = 'limit' | 'rest' | 'extension';
/** How: day by day, on the clock, without an end yet, until it was paused. */
type Form = 'days' | 'elapsed' | 'open' | 'until';

type WhyKey =
  | `${Counted}.${Form}`
  | Exclude<CountedPart['days'][number]['as'], 'usual'>
  | `moved.${'calendar' | 'calendar.why' | 'assessment' | 'nothing'}`
  | `fact${'' | '.atLeast' | '.atMost' | '.between'}`
  | 'due'
  | 'given'
  | 'still'
  | 'case'
  | 'closed'
  | 'paused'
  | 'day'
  | 'instant'
  | 'time'
  | 'hours'
  | 'run'
  | 'many'
  | 'many.among'
  | 'list'
  | 'and'
  | 'or'
  | 'between';

const DATE = ['year', 'month', 'day', 'weekday'] as const;
const COUNTED = ['span', 'from'] as const;

/** Every sentence that says why something is due when it is, with what it may name. */
const WHY: Readonly<Record<WhyKey, readonly string[]>> = {
  due: ['due'],
  given: ['day'],
  still: ['since', 'left'],
  'limit.days': [...COUNTED, 'days', 'time'],
  'limit.elapsed': [...COUNTED, 'to'],
  'limit.open': COUNTED,
  'limit.until': [...COUNTED, 'days'],
  'rest.days': [...COUNTED, 'days', 'time'],
  'rest.elapsed': [...COUNTED, 'to'],
  'rest.open': COUNTED,
  'rest.until': [...COUNTED, 'days'],
  'extension.days': [...COUNTED, 'days', 'time'],
  'extension.elapsed': [...COUNTED, 'to'],
  'extension.open': COUNTED,
  'extension.until': [...COUNTED, 'days'],
  case: ['conditions'],
  closed: ['closed'],
  paused: ['from', 'to', 'left'],
  'moved.calendar': ['at', 'before'],
  'moved.calendar.why': ['at', 'before', 'reason'],
  'moved.assessment': ['at', 'before'],
  'moved.nothing': [],
  day: DATE,
  instant: [...DATE, 'hour', 'minute', 'time'],
  time: ['hour', 'minute'],
  'make-up': [...DATE, 'date'],
  'other-hours': [...DATE, 'date'],
  hours: ['day', 'hours'],
  run: ['first', 'last'],
  many: ['first', 'last', 'count'],
  'many.among': ['first', 'last', 'count', 'special'],
  list: [],
  and: [],
  or: [],
  fact: ['fact', 'value'],
  'fact.atLeast': ['fact', 'value'],
  'fact.atMost': ['fact', 'value'],
  'fact.between': ['fact', 'least', 'most'],
  between: [],
};

export const whySchema = sentences(WHY, { mayBeEmpty: ['between'] });
