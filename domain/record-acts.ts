import type { ActOf } from './act';
import type { Draft } from './draft';
import { invalid } from './forms';
import { COMPLAINANT } from './people';
import type { Refusal } from './refusal';
import { close, openStage, restartClocks } from './stages';
import type { Text } from './content';

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
  draft.emit({ type: 'severitySet', severity: act.severity, ...reasonOf(act) });
  return null;
}

/** An outside route (regulator, association, court) is pointed out or taken; our own work goes on. */
export function refer(draft: Draft, act: ActOf<'refer'>): Refusal | null {
  const { outsideRoutes } = draft.rules.procedure;
  if (!outsideRoutes.includes(act.to)) return invalid('to', `must be one of: ${outsideRoutes.join(', ')}`);
  draft.emit({ type: 'referred', to: act.to, ...reasonOf(act) });
  return null;
}

export function withdraw(draft: Draft, act: ActOf<'withdraw'>): Refusal | null {
  draft.emit({ type: 'withdrawn', onBehalf: draft.actor !== COMPLAINANT, ...reasonOf(act) });
  close(draft, 'withdrawn');
  return null;
}

/** Within the procedure's limit a closed complaint starts a new round; the figures of the old one stay. */
export function reopen(draft: Draft, act: ActOf<'reopen'>): Refusal | null {
  draft.emit({ type: 'reopened', onBehalf: draft.actor !== COMPLAINANT, ...reasonOf(act) });
  draft.emit({ type: 'roundStarted', newRound: draft.state.round + 1, because: 'reopened' });
  restartClocks(draft);
  openStage(draft, draft.rules.procedure.reopen.then);
  return null;
}

function reasonOf(act: { readonly reason?: Text }): { reason?: Text } {
  return act.reason === undefined ? {} : { reason: act.reason };
}
