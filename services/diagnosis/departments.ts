import { headlessDepartments } from '../../db/staff-diagnosis';
import { about, type Check } from './finding';

/** Each department has a head, or one above it does. */
export const departmentsCheck: Check = {
  name: 'departments',
  needsEngine: false,
  async look({ ask }) {
    return about('department-headless', 'department', await ask(headlessDepartments));
  },
};
