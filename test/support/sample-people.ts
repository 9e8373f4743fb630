import type { Directory, StaffEntry } from '../../domain/model/people';

/** A small organisation with one of everything the shipped rule book asks for, two where one must stand aside. */
export const samplePeople: Directory = {
  version: 'sample-1',
  departments: {
    company: { head: 'gm' },
    'customer-service': { head: 'cs-head', parent: 'company' },
    engineering: { head: 'eng-head', parent: 'company' },
    property: { head: 'prop-head', parent: 'company' },
  },
  staff: {
    gm: { roles: ['general-manager', 'manager'], department: 'company' },
    deputy: { roles: ['manager'], department: 'company', manager: 'gm' },
    'cs-head': { roles: ['customer-service-head', 'department-head'], department: 'customer-service', manager: 'gm' },
    'cs-lead': { roles: ['supervisor'], department: 'customer-service', manager: 'cs-head' },
    'cs-1': { roles: ['customer-service'], department: 'customer-service', manager: 'cs-lead' },
    'cs-2': { roles: ['customer-service'], department: 'customer-service', manager: 'cs-lead' },
    'eng-head': { roles: ['department-head'], department: 'engineering', manager: 'gm' },
    'eng-lead': { roles: ['supervisor'], department: 'engineering', manager: 'eng-head' },
    'eng-1': { roles: ['handler'], department: 'engineering', manager: 'eng-lead' },
    'eng-2': { roles: ['handler'], department: 'engineering', manager: 'eng-lead' },
    'prop-head': { roles: ['department-head'], department: 'property', manager: 'gm' },
    'prop-1': { roles: ['handler'], department: 'property', manager: 'prop-head' },
  },
};

/** The same organisation with more said of some of its staff. */
export function samplePeopleWith(more: Readonly<Record<string, Partial<StaffEntry>>>): Directory {
  const staff = Object.fromEntries(
    Object.entries(samplePeople.staff).map(([id, entry]) => [id, { ...entry, ...more[id] }]),
  );
  return { ...samplePeople, version: 'sample-more', staff };
}
