import type { ComplaintEvent, EventOf } from '../../domain/model/event';
import { isRemedies, offeredField } from '../../domain/model/form-values';
import type { StageRule } from '../../domain/model/procedure';
import { answersOf, KINDS, kindOf } from '../../domain/kinds/table';
import type { Rules } from '../../domain/model/rules';
import { amountOf, mayGrant } from '../../domain/rules/discretion';

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
  /** The facts that hold what was last offered and not yet carried out. */
  readonly offered: readonly string[];
  /** Of what was offered, what is worth more than anybody may grant who wrote it, approved it or has worked on it since. */
  readonly beyond: Readonly<Record<string, number>>;
}

export const NOTHING_YET: Memory = {
  answered: false,
  proposers: [],
  authors: [],
  approvedBy: [],
  assigned: false,
  asideHere: [],
  offered: [],
  beyond: {},
};

export function remember(rules: Rules, memory: Memory, events: readonly ComplaintEvent[]): Memory {
  return events.reduce((before, event) => after(rules, before, event), memory);
}

function after(rules: Rules, memory: Memory, event: ComplaintEvent): Memory {
  switch (event.type) {
    case 'stageOpened':
      return {
        ...memory,
        answered: memory.answered || answersIn(rules, event) === 'opened',
        proposers: KINDS[event.kind].sideBySide ? [] : memory.proposers,
        approvedBy: [],
        assigned: false,
        asideHere: [],
      };
    case 'recused':
      return { ...memory, asideHere: [...memory.asideHere, event.person] };
    case 'granted':
      return { ...memory, answered: true, offered: [event.field], beyond: without(memory.beyond, event.field) };
    case 'assigned':
      return { ...memory, assigned: memory.assigned || event.reason !== undefined };
    case 'taskCompleted':
      return completed(rules, memory, event);
    case 'reopened':
      return event.sameFault ? memory : { ...memory, answered: false };
    default:
      return memory;
  }
}

function answersIn({ procedure }: Rules, { stage }: ComplaintEvent): ReturnType<typeof answersOf> {
  const rule = procedure.stages[stage ?? ''];
  return rule ? answersOf(rule) : null;
}

function completed(rules: Rules, memory: Memory, event: EventOf<'taskCompleted'>): Memory {
  const stage: StageRule | undefined = rules.procedure.stages[event.stage ?? ''];
  if (stage === undefined) return memory;
  const { work, through, sideBySide, carriesOut } = kindOf(stage);
  if (work === 'records') return memory;
  if (work === 'judges') {
    const beyond = event.outcome === through ? beyondToo(rules, memory.beyond, event.actor) : memory.beyond;
    return { ...memory, approvedBy: [...memory.approvedBy, event.actor], beyond };
  }
  const field = offeredField(event.form);
  const together = sideBySide ? [...memory.proposers, event.actor] : [event.actor];
  return {
    ...memory,
    answered: memory.answered || answersOf(stage) === 'done',
    proposers: [...new Set(together)],
    authors: field === undefined ? memory.authors : [...new Set(together)],
    ...withOffer(rules, memory, event, sideBySide && memory.proposers.length > 0),
    ...(carriesOut ? { offered: [] } : {}),
  };
}

/** What somebody writes who may grant it, or works on, is beyond nobody any more. */
function withOffer(
  rules: Rules,
  { offered, beyond }: Memory,
  { form, actor, alternatives }: EventOf<'taskCompleted'>,
  beside: boolean,
): Pick<Memory, 'offered' | 'beyond'> {
  const field = offeredField(form);
  const remedies = form[field ?? ''];
  if (field === undefined || !isRemedies(remedies)) return { offered, beyond: beyondToo(rules, beyond, actor) };
  const amount = amountOf(rules.procedure, remedies, alternatives === true);
  return {
    offered: beside ? [...new Set([...offered, field])] : [field],
    beyond: beyondToo(rules, { ...beyond, [field]: amount }, actor),
  };
}

/** What is beyond this person, too. */
function beyondToo(rules: Rules, beyond: Memory['beyond'], person: string): Memory['beyond'] {
  return Object.fromEntries(Object.entries(beyond).filter(([, amount]) => !mayGrant(rules, person, amount)));
}

function without(beyond: Memory['beyond'], field: string): Memory['beyond'] {
  return Object.fromEntries(Object.entries(beyond).filter(([other]) => other !== field));
}
