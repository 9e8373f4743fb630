import type { TaskRule } from '../model/procedure';
import { oneTask, USUAL, type Kind } from './kind';

/** A form and its outcomes, of the owner's choosing. */
export const task: Kind<TaskRule> = { ...USUAL, tasks: (rule) => [oneTask(rule)] };
