import fc from 'fast-check';
import { KnownPeople } from '../../domain/people/known-people';
import type { DepartmentEntry, Directory, StaffEntry } from '../../domain/model/people';
import type { OwnerRule, Procedure } from '../../domain/model/procedure';
import { ownersOfEveryKind } from '../support/owner-rules';
import { Story } from '../support/story';

const ROLE = 'customer-service';

interface Grown {
  readonly parent: number;
  readonly kind: string | undefined;
  readonly hasHead: boolean;
  /** How many of its staff have the role. */
  readonly clerks: number;
}

/** A tree of departments: each but the first lies in one of those before it; each has somebody without the role. */
const tree = fc.array(
  fc.record({
    parent: fc.nat(),
    kind: fc.option(fc.constantFrom('store', 'region'), { nil: undefined }),
    hasHead: fc.boolean(),
    clerks: fc.nat(2),
  }),
  { minLength: 1, maxLength: 9 },
);

const idOf = (at: number): string => `d${at}`;
const parentOf = (grown: readonly Grown[], at: number): number | null =>
  at === 0 ? null : (grown[at]?.parent ?? 0) % at;

function lineOf(grown: readonly Grown[], at: number): readonly number[] {
  const parent = parentOf(grown, at);
  return parent === null ? [at] : [at, ...lineOf(grown, parent)];
}

function organisation(grown: readonly Grown[]): Directory {
  const departments: Record<string, DepartmentEntry> = {};
  const staff: Record<string, StaffEntry> = {};
  grown.forEach(({ kind, hasHead, clerks }, at) => {
    const parent = parentOf(grown, at);
    const department = idOf(at);
    departments[department] = {
      ...(kind === undefined ? {} : { kind }),
      ...(hasHead ? { head: `${department}-head` } : {}),
      ...(parent === null ? {} : { parent: idOf(parent) }),
    };
    staff[`${department}-head`] = { roles: [], department };
    for (let one = 0; one < clerks; one += 1) staff[`${department}-clerk-${one}`] = { roles: [ROLE], department };
  });
  return { version: 'grown', departments, staff };
}

const clerksOf = (people: Directory, at?: number): readonly string[] =>
  Object.keys(people.staff).filter((id) => {
    const member = people.staff[id];
    return member?.roles.includes(ROLE) && (at === undefined || member.department === idOf(at));
  });

const { stages, ...others } = ownersOfEveryKind.procedure;

/** Who may do the task of a complaint of that place: everybody tries. */
function whoMayAct(people: Directory, desk: OwnerRule, place: string | null): readonly string[] {
  const procedure = {
    ...others,
    owners: { ...others.owners, receiver: desk },
    stages,
  } as Procedure;
  const story = new Story({ ...ownersOfEveryKind, procedure, people: new KnownPeople(people) }).register(
    place === null ? {} : { place },
  );
  const complete = (by: string) =>
    ({ act: 'complete', by, outcome: 'accepted', form: { responsible: idOf(0) } }) as const;
  return Object.keys(people.staff).filter((id) => story.refusal(complete(id)) === null);
}

test('in any tree, whoever works in the place may act; where nobody does, the nearest head at or above it; and nobody else', () => {
  fc.assert(
    fc.property(tree, fc.nat(), (grown, chosen) => {
      const people = organisation(grown);
      const at = chosen % grown.length;
      const acting = whoMayAct(people, { role: ROLE, in: 'place' }, idOf(at));
      const clerks = clerksOf(people, at);
      const heads = lineOf(grown, at).filter((one) => grown[one]?.hasHead);
      if (clerks.length > 0) expect(acting).toEqual(clerks);
      else if (heads[0] !== undefined) expect(acting).toEqual([`${idOf(heads[0])}-head`]);
      else expect(acting).toHaveLength(1);
    }),
    { numRuns: 150 },
  );
});

test('in any tree, an owner above the place is of the nearest department above it that has one, else anybody', () => {
  fc.assert(
    fc.property(tree, fc.nat(), (grown, chosen) => {
      const people = organisation(grown);
      fc.pre(clerksOf(people).length > 0);
      const at = chosen % grown.length;
      const groups = lineOf(grown, at)
        .slice(1)
        .map((one) => clerksOf(people, one));
      const nearest = groups.find(({ length }) => length > 0) ?? clerksOf(people);
      expect(whoMayAct(people, { role: ROLE, above: 'place' }, idOf(at))).toEqual(nearest);
    }),
    { numRuns: 150 },
  );
});

test.each([{ in: 'place' }, { above: 'place' }])('without a place %j is everybody of the role', (where) => {
  fc.assert(
    fc.property(tree, (grown) => {
      const people = organisation(grown);
      fc.pre(clerksOf(people).length > 0);
      expect(whoMayAct(people, { role: ROLE, ...where }, null)).toEqual(clerksOf(people));
    }),
    { numRuns: 60 },
  );
});
