import { goneWithTasks, unreachableWithTasks, withTaskOfNobody } from '../../db/staff-diagnosis';
import { about, type Check } from './finding';

/** Every open task is held by somebody who is there and can be told. */
export const taskHoldersCheck: Check = {
  name: 'task-holders',
  needsEngine: false,
  async look({ ask }) {
    return [
      ...about('task-of-gone', 'staff', await ask(goneWithTasks)),
      ...about('task-of-nobody', 'complaint', await ask(withTaskOfNobody)),
      ...about('holder-unreachable', 'staff', await ask(unreachableWithTasks)),
    ];
  },
};
