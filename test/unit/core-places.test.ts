import { KnownPeople } from '../../domain/people/known-people';
import type { Registration } from '../../domain/model/act';
import type { Directory } from '../../domain/model/people';
import type { OwnerCase, OwnerRule, Procedure } from '../../domain/model/procedure';
import { placeAround, placeNamed } from '../../domain/people/places';
import { ownerNow as owner } from '../support/holders';
import { ownersOfEveryKind } from '../support/owner-rules';
import { local, Story } from '../support/story';

/** Two stores, each in a region of its own, and a counter that is part of the first. */
const people: Directory = {
  version: 'places',
  departments: {
    company: { head: 'gm' },
    east: { kind: 'region', head: 'east-leader', parent: 'company' },
    'store-1': { kind: 'store', head: 'store-1-head', parent: 'east' },
    counter: { parent: 'store-1' },
    west: { kind: 'region', head: 'west-leader', parent: 'company' },
    'store-2': { kind: 'store', parent: 'west' },
    depot: { kind: 'depot', parent: 'west' },
    'head-office': { parent: 'company' },
  },
  staff: {
    gm: { roles: ['general-manager'], department: 'company' },
    'east-leader': { roles: ['supervisor'], department: 'east', manager: 'gm' },
    'store-1-head': { roles: [], department: 'store-1', manager: 'east-leader' },
    'clerk-1': { roles: ['customer-service'], department: 'store-1', manager: 'store-1-head' },
    'counter-1': { roles: ['customer-service'], department: 'counter', manager: 'store-1-head' },
    'west-leader': { roles: ['supervisor'], department: 'west', manager: 'gm' },
    'clerk-2': { roles: ['customer-service'], department: 'store-2', manager: 'west-leader' },
    'clerk-3': { roles: ['customer-service'], department: 'store-2', manager: 'west-leader' },
  },
};

const { stages: all, ...others } = ownersOfEveryKind.procedure;
const { receive } = all;
if (receive?.kind !== 'task') throw new Error('it begins with a task');

function filed(desk: OwnerRule, given: Partial<Registration> = {}, ownerIf: readonly OwnerCase[] = []): Story {
  const procedure: Procedure = {
    ...others,
    owners: { ...others.owners, desk },
    stages: { ...all, receive: { ...receive, owner: 'desk', ownerIf } as typeof receive & object },
  };
  return new Story({ ...ownersOfEveryKind, procedure, people: new KnownPeople(people) }).register(given);
}

const HERE: OwnerRule = { role: 'customer-service', in: 'place' };
const ABOVE: OwnerRule = { role: 'supervisor', above: 'place' };

describe('an owner in the place', () => {
  it('is of the place of the complaint, and nobody of another may act', () => {
    const story = filed(HERE, { place: 'store-2' });
    expect(owner(story)).toMatchObject({ people: ['clerk-2', 'clerk-3'], person: null, department: 'store-2' });
    const complete = (by: string) =>
      ({ act: 'complete', by, outcome: 'accepted', form: { responsible: 'east' } }) as const;
    expect(story.refusal(complete('clerk-1'))).toBe('not-owner');
    expect(story.refusal(complete('clerk-3'))).toBeNull();
  });

  it('is of the place itself: whoever is of a department below it is not asked', () => {
    expect(owner(filed(HERE, { place: 'store-1' }))).toMatchObject({ person: 'clerk-1', department: 'store-1' });
  });

  it('goes up from the place where nobody there has the role', () => {
    expect(owner(filed(HERE, { place: 'depot' }))).toMatchObject({ person: 'west-leader', department: 'depot' });
    expect(owner(filed(HERE, { place: 'east' }))).toMatchObject({ person: 'east-leader', department: 'east' });
  });

  it('is everybody of the role, wherever they are, of a complaint without a place', () => {
    expect(owner(filed(HERE))).toMatchObject({
      people: ['clerk-1', 'clerk-2', 'clerk-3', 'counter-1'],
      department: null,
    });
  });

  it('is asked after whoever received it has stood aside', () => {
    const receiver = { ...HERE, receiver: true } as const;
    expect(owner(filed(receiver, { place: 'store-2', receivedBy: 'clerk-1' }))).toMatchObject({ person: 'clerk-1' });
    const against = { place: 'store-2', receivedBy: 'clerk-1', against: 'clerk-1' };
    expect(owner(filed(receiver, against))).toMatchObject({ people: ['clerk-2', 'clerk-3'] });
  });

  it('is chased up the line of that place', () => {
    const told = filed(HERE, { place: 'store-2' }).passTo(local('2026-03-04 18:00')).of('rungReached');
    expect(told.map(({ to }) => to).slice(0, 3)).toEqual([
      ['pool:customer-service@store-2'],
      ['west-leader'],
      ['west-leader'],
    ]);
    const other = filed(HERE, { place: 'store-1' }).passTo(local('2026-03-04 18:00')).of('rungReached');
    expect(other.map(({ to }) => to).slice(0, 3)).toEqual([['clerk-1'], ['store-1-head'], ['store-1-head']]);
  });
});

describe('an owner above the place', () => {
  it.each([
    ['store-1', 'east-leader'],
    ['store-2', 'west-leader'],
    ['depot', 'west-leader'],
  ])('of %s is %s, the nearest above', (place, person) => {
    expect(owner(filed(ABOVE, { place }))).toMatchObject({ person });
  });

  it('is not of the place itself, and anybody of the role where nobody is above', () => {
    expect(owner(filed(ABOVE, { place: 'east' }))).toMatchObject({ people: ['east-leader', 'west-leader'] });
    expect(owner(filed(ABOVE))).toMatchObject({ people: ['east-leader', 'west-leader'] });
  });
});

test('a field of a form that is called like the place has nothing to do with it', () => {
  const story = filed(HERE, { place: 'store-2', facts: { place: 'store-1' } });
  expect(owner(story)).toMatchObject({ department: 'store-2' });
});

test('a condition reads the kind that the place had when the complaint came in', () => {
  const cases = [{ when: { 'place-kind': ['depot'] }, owner: 'chief' }];
  expect(owner(filed(HERE, { place: 'depot', placeKind: 'depot' }, cases))).toMatchObject({ rule: 'chief' });
  expect(owner(filed(HERE, { place: 'depot', placeKind: 'store' }, cases))).toMatchObject({ rule: 'desk' });
  expect(owner(filed(HERE, {}, cases))).toMatchObject({ rule: 'desk' });
});

describe('a place', () => {
  const { departments } = people;

  it('is a department that has a kind, and no other', () => {
    expect(placeNamed(departments, 'store-1')).toEqual({ id: 'store-1', kind: 'store' });
    for (const id of ['counter', 'nowhere', 'constructor', '']) expect(placeNamed(departments, id)).toBeNull();
  });

  it('of a department is the nearest at or above it', () => {
    expect(placeAround(departments, 'store-2')).toEqual({ id: 'store-2', kind: 'store' });
    expect(placeAround(departments, 'counter')).toEqual({ id: 'store-1', kind: 'store' });
    for (const id of ['head-office', 'company', 'nowhere']) expect(placeAround(departments, id)).toBeNull();
  });

  it('is looked for once around a circle', () => {
    expect(placeAround({ one: { parent: 'two' }, two: { parent: 'one' } }, 'one')).toBeNull();
  });
});
