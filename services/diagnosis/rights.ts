import { holdersOf } from '../../db/staff-diagnosis';
import { RIGHTS } from '../../domain/model/rights';
import { about, type Check } from './finding';

/** A right that is given to roles is somebody's. One that is given to none is nobody's on purpose. */
export const rightsCheck: Check = {
  name: 'rights',
  needsEngine: false,
  async look({ ask, library }) {
    const unheld: string[] = [];
    for (const right of RIGHTS) {
      const roles = await library.rolesWithRight(right);
      const found = await ask((db) => holdersOf(db, roles));
      if (roles.length > 0 && found.every(({ holders }) => holders.length === 0)) unheld.push(right);
    }
    return about('right-unheld', 'right', unheld);
  },
};
