import { actsFor, type AllowedAct } from '../../domain/access';
import type { Act } from '../../domain/act';
import { COMPLAINANT } from '../../domain/people';
import { taskRule } from '../../domain/schedule';
import type { ComplaintState } from '../../domain/state';
import { openTasks } from '../../domain/tasks';
import { fillings, type FillingInput } from './fillings';
import type { Rules } from '../../domain/rules';

const REASON = { content: 'reason', hash: '' };

/** What an exploration lets people do besides going on. */
export interface Liberties {
  /** Offers are taken and declined one by one. */
  readonly offers: boolean;
  readonly withdrawing: boolean;
  readonly pausing: boolean;
  readonly recusing: boolean;
}

export interface MovesInput {
  readonly rules: Rules;
  readonly filling: FillingInput;
}

/**
 * Every act that may lead elsewhere, in a fixed order: by the first owner of each open task, whom the others of a pool
 * are like, and by the complainant. While it is paused only how that ends: who acts then ends it first, and comes to
 * where who acts later comes.
 */
export function acts({ rules, filling }: MovesInput, state: ComplaintState, liberties: Liberties): readonly Act[] {
  const owners = openTasks(state).flatMap(({ owner }) => owner.people.slice(0, 1));
  const actors = [...new Set([...owners, COMPLAINANT])];
  return actors.flatMap((by) =>
    actsFor(rules, state, by)
      .filter(({ act }) => state.pausedUntil === null || act === 'resume')
      .flatMap((allowed) => filled({ rules, filling }, state, { allowed, by, liberties })),
  );
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
      return (allowed.outcomes ?? []).flatMap((outcome) => completions(input, state, { allowed, by, outcome }));
    case 'approve':
      return [{ act: 'approve', by, ...task }];
    case 'return':
    case 'reject':
      return [{ act: allowed.act, by, ...task, reason: REASON }];
    case 'choose':
      return own ? (allowed.outcomes ?? []).map((outcome): Act => ({ act: 'choose', by, ...task, outcome })) : [];
    case 'answerSurvey':
      return own ? surveys(input, state, by) : [];
    case 'withdraw':
      return own && liberties.withdrawing ? [{ act: 'withdraw', by }] : [];
    case 'reopen':
      return own ? [{ act: 'reopen', by }] : [];
    case 'acceptHandover':
      return liberties.offers ? [{ act: 'acceptHandover', by, ...task }] : [];
    case 'declineHandover':
      return liberties.offers ? [{ act: 'declineHandover', by, ...task, reason: REASON }] : [];
    case 'pause':
    case 'recuse':
      return (allowed.act === 'pause' ? liberties.pausing : liberties.recusing)
        ? [{ act: allowed.act, by, reason: REASON }]
        : [];
    case 'resume':
      return own ? [{ act: 'resume', by }] : [];
    default:
      return [];
  }
}

function completions(
  { rules, filling }: MovesInput,
  state: ComplaintState,
  { allowed, by, outcome }: { readonly allowed: AllowedAct; readonly by: string; readonly outcome: string },
): readonly Act[] {
  const stage = rules.procedure.stages[state.stage?.key ?? ''] ?? null;
  const task = allowed.task === null ? {} : { task: allowed.task };
  if (stage?.kind === 'revisit') return [{ act: 'complete', by, ...task, outcome }];
  const forms = fillings(filling, allowed.form ?? {}, { outcome, stage });
  return forms.map((form): Act => ({ act: 'complete', by, ...task, outcome, form }));
}

function surveys({ rules, filling }: MovesInput, state: ComplaintState, by: string): readonly Act[] {
  const [task] = openTasks(state);
  if (!task) return [];
  const stage = rules.procedure.stages[state.stage?.key ?? ''] ?? null;
  const { form } = taskRule(rules, state, task.id);
  return fillings(filling, form, { outcome: null, stage }).map((values): Act => ({
    act: 'answerSurvey',
    by,
    task: task.id,
    form: values,
  }));
}
