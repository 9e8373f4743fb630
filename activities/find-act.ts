import type { HandledAct } from '../domain/record/handled-acts';
import type { ActFinder } from './ports';

export interface FindActInput {
  readonly reference: string;
  readonly act: string;
}

/** For a run that does not remember all acts of its complaint: what this one has brought, or null. */
export function findActActivity(acts: ActFinder) {
  return function findAct({ reference, act }: FindActInput): Promise<HandledAct | null> {
    return acts.find(reference, act);
  };
}
