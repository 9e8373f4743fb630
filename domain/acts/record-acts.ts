import type { ActOf } from '../model/act';
import type { Draft } from '../draft';
import { assess } from '../stages/assessment';
import { restartClocks } from '../time/clocks';
import { invalid, type Refusal, refuse } from '../model/refusal';
import { COMPLAINANT } from '../model/people';
import { REFERRED } from '../model/procedure';
import { abandonStage, close, openStage } from '../stages/stages';
import type { Text } from '../model/content';

export function note(draft: Draft, act: ActOf<'note'>): Refusal | null {
  draft.emit({ type: 'noted', reason: act.reason });
  return null;
}

export function addEvidence(draft: Draft, act: ActOf<'addEvidence'>): Refusal | null {
  draft.emit({ type: 'evidenceAdded', evidence: act.evidence });
  return null;
}

export function setSeverity(draft: Draft, act: ActOf<'setSeverity'>): Refusal | null {
  const { severities } = draft.rules.procedure;
  if (!severities.includes(act.severity)) {
    return invalid(
      'severity',
      severities.length > 0 ? `must be one of: ${severities.join(', ')}` : 'is not used by this procedure',
    );
  }
  const before = draft.state;
  draft.emit({ type: 'severitySet', severity: act.severity, ...reasonOf(act) });
  assess(draft, { before, said: { severity: act.severity } });
  return null;
}

/** Whether the procedure tells complaints apart by severity. */
export function hasSeverities({ rules }: Draft): boolean {
  return rules.procedure.severities.length > 0;
}

/**
 * An outside route (regulator, association, court) is pointed out or taken. Our own work goes on, unless the rule book
 * has the complaint wait for what comes of it: then what is open is left. While it waits there already, it is a note.
 */
export function refer(draft: Draft, act: ActOf<'refer'>): Refusal | null {
  const { outsideRoutes, referTo = {} } = draft.rules.procedure;
  if (!outsideRoutes.includes(act.to)) return invalid('to', `must be one of: ${outsideRoutes.join(', ')}`);
  draft.emit({ type: 'referred', to: act.to, ...reasonOf(act) });
  const then = referTo[act.to];
  if (then !== undefined && then !== draft.state.stage?.key) abandonStage(draft, REFERRED, then);
  return null;
}

/** Whether the procedure names any outside route. */
export function hasOutsideRoutes({ rules }: Draft): boolean {
  return rules.procedure.outsideRoutes.length > 0;
}

export function withdraw(draft: Draft, act: ActOf<'withdraw'>): Refusal | null {
  draft.emit({ type: 'withdrawn', onBehalf: draft.actor !== COMPLAINANT, ...reasonOf(act) });
  close(draft, 'withdrawn');
  return null;
}

/**
 * Within the procedure's limit a closed complaint starts a new round; the figures of the old one stay. The same fault
 * within the guarantee goes straight to where it is put right.
 */
export function reopen(draft: Draft, act: ActOf<'reopen'>): Refusal | null {
  const { guarantee, reopen: usual } = draft.rules.procedure;
  const again = act.sameFault === true;
  if (again && !guarantee) return invalid('sameFault', 'is not used by this procedure: it gives no guarantee');
  if (!(again ? isGuaranteed(draft) : isReopenable(draft))) {
    return refuse('closed', 'the limit for opening it again is over; file a new complaint');
  }
  const same = again ? ({ sameFault: true } as const) : {};
  draft.emit({ type: 'reopened', onBehalf: draft.actor !== COMPLAINANT, ...same, ...reasonOf(act) });
  draft.emit({ type: 'roundStarted', newRound: draft.state.round + 1, because: 'reopened' });
  restartClocks(draft);
  openStage(draft, again && guarantee ? guarantee.then : usual.then);
  return null;
}

/** Whether the complaint can be opened again as it stands, with or without the same fault. */
export function mayReopen(draft: Draft): boolean {
  return isReopenable(draft) || isGuaranteed(draft);
}

function isReopenable({ state, now }: Draft): boolean {
  return now <= (state.closings.at(-1)?.reopenUntil ?? '');
}

function isGuaranteed({ state, now }: Draft): boolean {
  return now <= (state.closings.at(-1)?.guaranteeUntil ?? '');
}

function reasonOf(act: { readonly reason?: Text }): { reason?: Text } {
  return act.reason === undefined ? {} : { reason: act.reason };
}
