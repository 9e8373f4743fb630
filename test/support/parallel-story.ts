import type { Act, FormValues } from '../../domain/model/act';
import { openTasks } from '../../domain/model/tasks';
import { sideBySide } from './core-rules';
import { Story } from './story';

export const PARTS = ['defect', 'service', 'costs', 'signature'] as const;
export type Part = (typeof PARTS)[number];

/** Who does each part in these stories: four people, so that nothing hangs on one of them holding two. */
export const DOER: Readonly<Record<Part, string>> = {
  defect: 'eng-1',
  service: 'cs-1',
  costs: 'eng-2',
  signature: 'deputy',
};

const FORMS: Readonly<Record<Part, FormValues>> = {
  defect: { cause: 'built' },
  service: { apology: true },
  costs: { amount: 1200 },
  signature: {},
};

/** A complaint whose parallel stage has just opened. */
export function joint(): Story {
  const form = { responsible: 'engineering' };
  return new Story(sideBySide).register().act({ act: 'complete', by: 'cs-1', outcome: 'accepted', form });
}

/** A part done without saying which task is meant. */
export function partDone(part: Part, by: string = DOER[part], outcome = 'founded'): Act {
  return { act: 'complete', by, outcome, form: FORMS[part] };
}

export function taskOf(story: Story, part: Part) {
  const task = openTasks(story.current).find((open) => open.part === part);
  if (!task) throw new Error(`${part} is not open`);
  return task;
}

/** Does a part, naming its task. */
export function finish(story: Story, part: Part, outcome = 'founded'): Story {
  return story.act({ ...partDone(part, DOER[part], outcome), task: taskOf(story, part).id });
}
