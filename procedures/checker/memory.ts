import type { ComplaintEvent, EventOf } from '../../domain/model/event';
import type { Procedure, StageRule } from '../../domain/model/procedure';

/** What must be remembered of the way to a state to judge the next step, beyond the state itself. */
export interface Memory {
  /** A consent was put or a reply sent since registration or reopening; a guarantee goes on from the answer there was. */
  readonly answered: boolean;
  /** Who filled in what is proposed now: the last stage's people and whoever wrote the remedies. */
  readonly proposers: readonly string[];
  readonly authors: readonly string[];
  /** Who approved earlier steps of the open chain. */
  readonly approvedBy: readonly string[];
  /** Somebody was assigned a task of the open stage. */
  readonly assigned: boolean;
  /** Who has stood aside since the open stage opened. */
  readonly asideHere: readonly string[];
}

export const NOTHING_YET: Memory = {
  answered: false,
  proposers: [],
  authors: [],
  approvedBy: [],
  assigned: false,
  asideHere: [],
};

export function remember(procedure: Procedure, memory: Memory, events: readonly ComplaintEvent[]): Memory {
  return events.reduce((before, event) => after(procedure, before, event), memory);
}

function after(procedure: Procedure, memory: Memory, event: ComplaintEvent): Memory {
  switch (event.type) {
    case 'stageOpened':
      return {
        ...memory,
        answered: memory.answered || event.kind === 'consent',
        proposers: event.kind === 'parallel' ? [] : memory.proposers,
        approvedBy: [],
        assigned: false,
        asideHere: [],
      };
    case 'recused':
      return { ...memory, asideHere: [...memory.asideHere, event.person] };
    case 'granted':
      return { ...memory, answered: true };
    case 'assigned':
      return { ...memory, assigned: memory.assigned || event.reason !== undefined };
    case 'taskCompleted':
      return completed(procedure.stages[event.stage ?? ''], memory, event);
    case 'reopened':
      return event.sameFault ? memory : { ...memory, answered: false };
    default:
      return memory;
  }
}

function completed(stage: StageRule | undefined, memory: Memory, event: EventOf<'taskCompleted'>): Memory {
  if (stage === undefined || stage.kind === 'close' || stage.kind === 'grant') return memory;
  if (stage.kind === 'approval') return { ...memory, approvedBy: [...memory.approvedBy, event.actor] };
  if (stage.kind === 'consent' || stage.kind === 'revisit') return memory;
  const remedies = Object.values(event.form).some(Array.isArray);
  const together = stage.kind === 'parallel' ? [...memory.proposers, event.actor] : [event.actor];
  return {
    ...memory,
    answered: memory.answered || stage.kind === 'reply',
    proposers: [...new Set(together)],
    authors: remedies ? [...new Set(together)] : memory.authors,
  };
}
