import type { RecordedEvent } from '../../db/timeline';
import type { ComplaintEvent } from '../../domain/model/event';
import { KINDS, kindOf } from '../../domain/kinds/table';
import { isRemedies } from '../../domain/model/form-values';
import { COMPLAINANT, TIME } from '../../domain/model/people';
import { LAPSED, PARTLY, type RemedyChoice, type StageKind } from '../../domain/model/procedure';
import type { Rules } from '../../domain/model/rules';
import type { TrackingView } from '../../contract/tracking';
import type { Language } from '../../procedures/words/languages';
import type { HistoryEntry } from '../../procedures/words/schema-tracking';

export interface HistoryInput {
  readonly rules: Rules;
  readonly events: readonly RecordedEvent[];
}

/** Something that the complainant is told has happened, and the remedies that were granted or accepted by it. */
type Told = Pick<TrackingView['history'][number], 'at' | 'words'> & { readonly remedies: readonly RemedyChoice[] };

/** What has happened, as far as it is the complainant's business, in its order. */
export function historyOf({ rules, events }: HistoryInput, words: Language['tracking']): readonly Told[] {
  return events.flatMap(({ event }, index) => {
    const entry = historyEntry(rules, event);
    if (entry === null) return [];
    const before = events.slice(0, index).findLast(({ event: { type } }) => type === 'taskCompleted')?.event;
    return [{ at: event.at, words: words.history[entry], remedies: remediesOf(rules, event, before) }];
  });
}

/** Remedies that the event has granted, or that the complainant has just picked from those offered. */
function remediesOf({ procedure }: Rules, event: ComplaintEvent, before?: ComplaintEvent): readonly RemedyChoice[] {
  if (event.type === 'granted') return event.remedies;
  if (event.type !== 'stageCompleted' || before?.type !== 'taskCompleted') return [];
  const rule = procedure.stages[event.stage ?? ''];
  const picked = before.form[(rule && kindOf(rule).offer(rule)?.field) ?? ''];
  return isRemedies(picked) ? picked : [];
}

function historyEntry({ procedure }: Rules, event: ComplaintEvent): HistoryEntry | null {
  const rule = procedure.stages[event.stage ?? ''];
  const turn = rule ? kindOf(rule).turn(rule) : 'ours';
  switch (event.type) {
    case 'registered':
    case 'paused':
    case 'resumed':
    case 'withdrawn':
    case 'referred':
    case 'closed':
    case 'reopened':
      return event.type;
    case 'extended':
      return turn === 'complainant' ? 'longer' : event.type;
    case 'stageOpened':
      return KINDS[event.kind].page(turn).history;
    case 'taskCompleted':
      return rule?.kind === 'await' ? reportEntry(event.actor) : null;
    case 'stageCompleted':
      return (rule && OUTCOMES[rule.kind]?.[event.outcome]) ?? null;
    case 'granted':
      return event.type;
    case 'recused':
      return event.objection ? 'objected' : null;
    case 'progressReported':
      return 'reported';
    case 'surveyAnswered':
      return 'surveyed';
    case 'roundStarted':
      return 'round';
    case 'evidenceAdded':
      return 'evidence';
    case 'noted':
      return event.actor === COMPLAINANT ? 'note' : null;
    default:
      return null;
  }
}

/** What was awaited has been recorded; what time brings is told by its outcome. */
function reportEntry(actor: string): HistoryEntry | null {
  if (actor === COMPLAINANT) return 'told';
  return actor === TIME ? null : 'came';
}

/** Outcomes that stage kinds bring with them; those that a rule book has named are the organisation's own business. */
const OUTCOMES: Readonly<Partial<Record<StageKind, Readonly<Record<string, HistoryEntry>>>>> = {
  consent: { agreed: 'agreed', [PARTLY]: 'partly', disagreed: 'disagreed', silent: 'silent' },
  await: { [LAPSED]: 'lapsed' },
  execute: { done: 'executed' },
  reply: { sent: 'replied' },
};
