import type { ComplaintEvent, EventOf } from '../../domain/model/event';
import type { CloseResult, Strategy } from '../../domain/model/procedure';
import { sentences } from './patterns';

/** Events that are told in more than one way, each with its ways. */
type Ways =
  | 'clockStarted.still'
  | 'clockStopped.met'
  | 'clockStopped.missed'
  | 'taskOpened.again'
  | 'taskOpened.part'
  | 'taskCompleted.onBehalf'
  | `owner.${Strategy | 'full'}`
  | 'taskCompleted.time'
  | 'assigned.left'
  | 'recused.objection'
  | `rungReached.${EventOf<'rungReached'>['action'] | 'explain'}`
  | 'deadlineMissed.task'
  | 'deadlineMissed.clock'
  | 'assessed.category'
  | 'assessed.severity'
  | 'assessed.fact'
  | 'rescheduled.still'
  | 'reopened.sameFault';

type ToldPlainly = Exclude<ComplaintEvent['type'], 'clockStopped' | 'rungReached' | 'deadlineMissed'>;

type NarrationKey =
  | ToldPlainly
  | Ways
  | `actor.${'complainant' | 'time' | 'system'}`
  | `because.${'disagreed' | 'dissatisfied' | 'reopened' | 'returned' | EventOf<'rescheduled'>['because']}`
  | `result.${CloseResult}`
  | 'pool.there'
  | 'and'
  | 'or'
  | 'list';

/** Every sentence that a timeline is told in, with what it may name; the stage and who acted are always known. */
const NARRATION: Readonly<Record<NarrationKey, readonly string[]>> = {
  registered: [],
  acknowledged: [],
  clockStarted: ['clock', 'due'],
  'clockStarted.still': ['clock'],
  'clockStopped.met': ['clock'],
  'clockStopped.missed': ['clock'],
  stageOpened: ['stage'],
  taskOpened: ['owner', 'due'],
  'taskOpened.again': ['step', 'owner', 'due'],
  'taskOpened.part': ['part', 'owner', 'due'],
  taskCompleted: ['actor', 'outcome'],
  'taskCompleted.onBehalf': ['actor', 'outcome'],
  'taskCompleted.time': ['outcome'],
  stageCompleted: ['stage', 'then'],
  handoverTaken: ['actor'],
  handoverDeclined: ['actor'],
  handoverPassedOn: ['owner'],
  assigned: ['owner'],
  'owner.in-turn': [],
  'owner.least-loaded': ['open'],
  'owner.full': [],
  'assigned.left': ['left', 'owner'],
  recused: ['person'],
  'recused.objection': ['person'],
  'rungReached.remind': ['to'],
  'rungReached.tell': ['to', 'level'],
  'rungReached.give': ['to', 'level'],
  'rungReached.explain': ['explain'],
  'deadlineMissed.task': ['stage', 'due'],
  'deadlineMissed.clock': ['clock', 'due'],
  delayExplained: ['actor'],
  paused: ['actor', 'until'],
  resumed: [],
  extended: ['actor', 'span', 'due'],
  severitySet: ['severity'],
  assessed: ['assessment'],
  'assessed.category': ['value'],
  'assessed.severity': ['value'],
  'assessed.fact': ['fact', 'value'],
  rescheduled: ['matter', 'due', 'why'],
  'rescheduled.still': ['matter', 'why'],
  calendarChanged: ['calendar'],
  waitStarted: [],
  waitEnded: [],
  granted: ['remedies'],
  progressDue: ['to', 'beat'],
  progressReported: ['actor'],
  heldAccountable: ['rule', 'people'],
  noted: ['actor'],
  evidenceAdded: ['actor'],
  surveyAnswered: ['visit', 'satisfaction'],
  visitFailed: ['attempt'],
  withdrawn: [],
  referred: ['route'],
  roundStarted: ['round', 'because'],
  closed: ['result', 'until'],
  reopened: [],
  'reopened.sameFault': [],
  archived: [],
  signalIgnored: ['refusal'],
  'actor.complainant': [],
  'actor.time': [],
  'actor.system': [],
  'because.disagreed': [],
  'because.dissatisfied': [],
  'because.reopened': [],
  'because.returned': [],
  'because.assessment': [],
  'because.calendar': [],
  'result.resolved': [],
  'result.unfounded': [],
  'result.withdrawn': [],
  'result.no-answer': [],
  'result.unresolved': [],
  'result.not-accepted': [],
  'pool.there': ['role', 'department'],
  and: [],
  or: [],
  list: [],
};

export const narrationSchema = sentences(NARRATION);
