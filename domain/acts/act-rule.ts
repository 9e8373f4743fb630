import type { Draft } from '../draft';
import type { ActName, ActOf } from '../model/act';
import type { Form } from '../model/procedure';
import type { Refusal } from '../model/refusal';
import type { Permission } from './permissions';

/** What whoever does an act is asked: one of these outcomes, and this form. */
export interface Asked {
  readonly outcomes?: readonly string[];
  readonly form?: Form;
}

/** When an act is possible, who may do it, and what it does. Deciding and offering acts both read it. */
export interface ActRule<N extends ActName> {
  /** Acts about a task are offered for each open one; those about the complaint once, whatever is open. */
  readonly about: 'task' | 'complaint';
  /** It may name a task that is no longer open. */
  readonly ofFormerTasks?: true;
  /** Statuses it is possible in; without it, an open complaint only. */
  readonly statuses?: readonly ('open' | 'closed')[];
  readonly who: Permission;
  /** Whether some way to fill it in would be accepted from whom it is permitted. What is not possible is not offered. */
  readonly possible: (draft: Draft) => boolean;
  /** Of acts about a task: what is asked beside their plain fields. */
  readonly asks?: (draft: Draft) => Asked;
  /** Writes its events, or says why not; a refused draft is thrown away whole. */
  readonly apply: (draft: Draft, act: ActOf<N>) => Refusal | null;
}
