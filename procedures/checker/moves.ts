import { kindOf } from '../../domain/kinds/table';
import { actsFor, type AllowedAct } from '../../domain/access';
import { isRemedies } from '../../domain/model/form-values';
import type { Act, ActName } from '../../domain/model/act';
import { COMPLAINANT, sourceActor, sourceOf } from '../../domain/model/people';
import { askedOf } from '../../domain/rules/asked';
import type { ComplaintState } from '../../domain/model/state';
import { openTasks } from '../../domain/model/tasks';
import { PARTLY, type Recorder } from '../../domain/model/procedure';
import { fillings, severities, type FillingInput } from './fillings';
import { holdersOf, type KnownRules } from '../../domain/people/pool-members';

const NO_FORM = {};
const REASON = { content: 'reason', hash: '' };

/** What an exploration lets people do besides going on. */
export interface Liberties {
  /** Offers are taken and declined one by one. */
  readonly offers: boolean;
  readonly withdrawing: boolean;
  readonly pausing: boolean;
  readonly recusing: boolean;
  /** Whoever owns a task has it assigned to whoever stands above them. */
  readonly assigning: boolean;
  /** It is referred to an outside route, where that leads into a stage. */
  readonly referring: boolean;
  /** The severity is set anew. */
  readonly assessing: boolean;
}

export interface MovesInput {
  readonly rules: KnownRules;
  readonly filling: FillingInput;
}

/**
 * Every act that may lead elsewhere, in a fixed order: by the first owner of each open task, whom the others of a pool
 * are like, and by the complainant. While it is paused only how that ends: who acts then ends it first, and comes to
 * where who acts later comes.
 */
export function acts({ rules, filling }: MovesInput, state: ComplaintState, liberties: Liberties): readonly Act[] {
  const owners = openTasks(state).flatMap((task) => holdersOf(rules, state, task).slice(0, 1));
  const actors = [...new Set([...owners, COMPLAINANT, ...sourcesIn(rules, state)])];
  return actors.flatMap((by) =>
    actsFor(rules, state, by, state.lastAt, namesFor(state, by, liberties)).flatMap((allowed) =>
      filled({ rules, filling }, state, { allowed, by, liberties }),
    ),
  );
}

/** Acts that come into question at all: the others leave a complaint where it is. */
function namesFor({ pausedUntil }: ComplaintState, by: string, liberties: Liberties): readonly ActName[] {
  if (pausedUntil !== null) return by === COMPLAINANT ? ['resume'] : [];
  const { offers, referring, withdrawing, pausing, recusing, assigning, assessing } = liberties;
  const only = (wanted: boolean, ...names: readonly ActName[]): readonly ActName[] => (wanted ? names : []);
  if (sourceOf(by) !== null) return ['report'];
  if (by === COMPLAINANT) {
    return [
      'choose',
      'report',
      ...only(recusing, 'recuse'),
      ...only(withdrawing, 'withdraw'),
      'reopen',
      'answerSurvey',
    ];
  }
  return [
    ...(['complete', 'approve', 'return', 'reject', 'report'] as const),
    ...only(referring, 'refer'),
    ...only(offers, 'acceptHandover', 'declineHandover'),
    ...only(assigning, 'assign'),
    ...only(recusing, 'recuse'),
    ...only(pausing, 'pause'),
    ...only(assessing, 'setSeverity'),
  ];
}

interface Filling {
  readonly allowed: AllowedAct;
  readonly by: string;
  readonly liberties: Liberties;
}

/** A choice, a survey, a withdrawal on the complainant's behalf leads where their own does. */
function filled(input: MovesInput, state: ComplaintState, { allowed, by, liberties }: Filling): readonly Act[] {
  const own = by === COMPLAINANT;
  const task = allowed.task === null ? {} : { task: allowed.task };
  switch (allowed.act) {
    case 'complete':
      return (allowed.outcomes ?? []).flatMap((outcome) =>
        completions(input, state, { act: 'complete', allowed, by, outcome }),
      );
    case 'approve':
      return [{ act: 'approve', by, ...task }];
    case 'return':
    case 'reject':
      return [{ act: allowed.act, by, ...task, reason: REASON }];
    case 'choose':
      return own ? choicesOf(input, state, allowed) : [];
    case 'report':
      return (allowed.outcomes ?? [])
        .filter((outcome) => nearestRecorder(input.rules, state, outcome) === by)
        .flatMap((outcome) => completions(input, state, { act: 'report', allowed, by, outcome }));
    case 'refer':
      return referrals(input.rules, state, by);
    case 'answerSurvey':
      return own ? surveys(input, state, by) : [];
    case 'withdraw':
      return own && liberties.withdrawing ? [{ act: 'withdraw', by }] : [];
    case 'reopen':
      return own ? reopenings(state) : [];
    case 'acceptHandover':
      return liberties.offers ? [{ act: 'acceptHandover', by, ...task }] : [];
    case 'declineHandover':
      return liberties.offers ? [{ act: 'declineHandover', by, ...task, reason: REASON }] : [];
    case 'pause':
      return liberties.pausing ? [{ act: 'pause', by, reason: REASON }] : [];
    case 'recuse':
      return liberties.recusing ? recusals(input.rules, state, by) : [];
    case 'assign':
      return liberties.assigning ? assignments(input, { by, task: allowed.task }) : [];
    case 'setSeverity':
      return liberties.assessing && !own ? assessments(input, state, by) : [];
    case 'resume':
      return own ? [{ act: 'resume', by }] : [];
    default:
      return [];
  }
}

/** All or nothing, one of several, or some of them. */
function choicesOf({ rules }: MovesInput, state: ComplaintState, { task, outcomes = [] }: AllowedAct): readonly Act[] {
  const stage = rules.procedure.stages[state.stage?.key ?? ''];
  const put = stage ? kindOf(stage).offer(stage) : null;
  const offered = state.facts[put?.field ?? ''];
  const options = isRemedies(offered) ? offered.length : 0;
  const common = { act: 'choose', by: COMPLAINANT, ...(task === null ? {} : { task }) } as const;
  return outcomes.flatMap((outcome): readonly Act[] => {
    if (outcome === PARTLY) return options > 1 ? [{ ...common, outcome, accepted: [0] }] : [];
    const one = put?.alternatives === true && outcome === 'agreed' && options > 1;
    return one
      ? Array.from({ length: options }, (_, option) => ({ ...common, outcome, option }))
      : [{ ...common, outcome }];
  });
}

/** Systems that the open stage lets record what comes. */
function sourcesIn(rules: KnownRules, state: ComplaintState): readonly string[] {
  return recordersIn(rules, state).flatMap(([, recorders]) => recorders.flatMap((one) => systemOf(state, one) ?? []));
}

function recordersIn({ procedure }: KnownRules, { stage }: ComplaintState) {
  const rule = procedure.stages[stage?.key ?? ''];
  return rule && 'recordedBy' in rule ? Object.entries(rule.recordedBy) : [];
}

function systemOf({ registration }: ComplaintState, recorder: Recorder): string | null {
  if (recorder === 'complainant' || recorder === 'staff') return null;
  return recorder === 'source' ? sourceActor(registration.source) : recorder;
}

/** Whoever records an outcome, it leads to the same: one of them is enough. */
function nearestRecorder(rules: KnownRules, state: ComplaintState, outcome: string): string | undefined {
  const [, recorders = []] = recordersIn(rules, state).find(([one]) => one === outcome) ?? [];
  if (recorders.includes('complainant')) return COMPLAINANT;
  if (recorders.includes('staff')) return openTasks(state).flatMap((task) => holdersOf(rules, state, task))[0];
  return recorders.map((one) => systemOf(state, one)).find((one) => one !== null);
}

/** Being referred leads elsewhere only where the rule book names a stage. */
function referrals({ procedure }: KnownRules, { stage }: ComplaintState, by: string): readonly Act[] {
  const led = Object.entries(procedure.referTo ?? {}).filter(([, then]) => then !== stage?.key);
  return led.map(([to]): Act => ({ act: 'refer', by, to }));
}

/** Anew, and while the guarantee runs because of the same fault. */
function reopenings({ closings }: ComplaintState): readonly Act[] {
  const anew: Act = { act: 'reopen', by: COMPLAINANT };
  return closings.at(-1)?.guaranteeUntil === undefined ? [anew] : [anew, { ...anew, sameFault: true }];
}

/** Staff stand aside; the complainant objects to whoever holds a task. */
function recusals(rules: KnownRules, state: ComplaintState, by: string): readonly Act[] {
  if (by !== COMPLAINANT) return [{ act: 'recuse', by, reason: REASON }];
  const holders = new Set(openTasks(state).flatMap((task) => holdersOf(rules, state, task).slice(0, 1)));
  return [...holders].map((person): Act => ({ act: 'recuse', by, person, reason: REASON }));
}

function assignments(
  { rules }: MovesInput,
  { by, task }: { readonly by: string; readonly task: string | null },
): readonly Act[] {
  const to = rules.people.directory.staff[by]?.manager;
  return to === undefined ? [] : [{ act: 'assign', by, ...(task === null ? {} : { task }), to, reason: REASON }];
}

function assessments({ filling }: MovesInput, state: ComplaintState, by: string): readonly Act[] {
  const others = severities(filling).filter((severity) => severity !== state.severity);
  return others.map((severity): Act => ({ act: 'setSeverity', by, severity }));
}

interface Completion {
  readonly act: 'complete' | 'report';
  readonly allowed: AllowedAct;
  readonly by: string;
  readonly outcome: string;
}

/** By one outcome, once for each way to fill its form in that may lead elsewhere. */
function completions(
  { rules, filling }: MovesInput,
  state: ComplaintState,
  { act, allowed, by, outcome }: Completion,
): readonly Act[] {
  const stage = rules.procedure.stages[state.stage?.key ?? ''] ?? null;
  const task = allowed.task === null ? {} : { task: allowed.task };
  if (stage && !kindOf(stage).fills(outcome)) return [{ act, by, ...task, outcome }];
  const forms = fillings(filling, allowed.form ?? NO_FORM, { outcome, stage });
  return forms.map((form): Act => ({ act, by, ...task, outcome, form }));
}

function surveys({ rules, filling }: MovesInput, state: ComplaintState, by: string): readonly Act[] {
  const [task] = openTasks(state);
  if (!task) return [];
  const stage = rules.procedure.stages[state.stage?.key ?? ''] ?? null;
  const { form } = askedOf(rules, state, task.id);
  return fillings(filling, form, { outcome: null, stage }).map((values): Act => ({
    act: 'answerSurvey',
    by,
    task: task.id,
    form: values,
  }));
}
