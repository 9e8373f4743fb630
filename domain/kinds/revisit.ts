import { SATISFACTION_FIELD, type RevisitRule } from '../model/procedure';
import { oneTask, USUAL, type AskedTask, type Kind } from './kind';

/** Visits with a survey, as many as the category asks for and the answers call for. */
export const revisit: Kind<RevisitRule> = {
  ...USUAL,
  acts: [...USUAL.acts, 'answerSurvey'],
  tasks: visits,
  next: (tasks, done) =>
    tasks.slice(done === 0 ? 0 : -1, done === 0 ? 1 : undefined).map((task) => ({ ...task, step: done + 1 })),
  completes: () => ['unreachable'],
  fills: (outcome) => outcome !== 'unreachable',
  work: 'records',
  decisive: () => [SATISFACTION_FIELD, 'doubt'],
  sort: levelOf,
  byCategory: true,
  tells: () => ({ owner: 'assignment', complainant: 'survey' }),
  page: () => ({ next: 'visit', history: null }),
};

/** The first visit, and what stands for every later one. */
function visits(rule: RevisitRule): readonly AskedTask[] {
  const { withinIf: _first, ...later } = oneTask(rule, 2);
  return [oneTask(rule), { ...later, within: rule.againWithin, at: { ...later.at, within: ['again-within'] } }];
}

function levelOf({ satisfied, doubtful }: RevisitRule, field: string, answer: string): string {
  if (field !== SATISFACTION_FIELD) return '';
  if (satisfied.includes(answer)) return 'satisfied';
  return doubtful.includes(answer) ? 'doubtful' : 'dissatisfied';
}
