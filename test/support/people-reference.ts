import type { Directory, Holders, Pool } from '../../domain/model/people';
import type { AnswerTo, Aside, Found, LeftOut, Question, Questions } from '../../domain/model/question';

type Ask<N extends Question['ask']> = Questions[N]['asks'];

/** Answers as `KnownPeople` does, by going through everybody each time: slow, plain, and sharing no code with it. */
export class PeopleReference {
  readonly #all: readonly string[];

  constructor(private readonly directory: Directory) {
    this.#all = Object.keys(directory.staff).sort();
  }

  answer(question: Question): AnswerTo<Question['ask']> {
    switch (question.ask) {
      case 'member':
        return this.is(question.person)
          ? { department: this.home(question.person), interested: this.interested(question.person, question.about) }
          : null;
      case 'role':
        return question.roles.some((role) => this.inPool(question.person, { role, department: null }));
      case 'department':
        return Object.keys(this.directory.departments).includes(question.department);
      case 'next':
        return this.orOverlooking(question.aside, (aside) => this.next({ ...question, aside }));
      case 'present':
        return this.present(question);
      case 'above':
        return this.orOverlooking(question.aside, (aside) => this.above({ ...question, aside }));
      case 'mayTake':
        return this.mayTake(question);
      case 'isAbove':
        return this.isAbove(question);
      case 'junior':
        return (
          this.is(question.of) &&
          this.#all.some(
            (one) =>
              one !== question.of &&
              !question.except.includes(one) &&
              (this.manager(one) === question.of || this.heads(this.home(one)).includes(question.of)),
          )
        );
      case 'represents':
        return this.represented(question.person, question.aside);
      case 'anybody':
        return this.#all.some((one) => !this.isOut(one, question.aside));
    }
  }

  private is(id: string): boolean {
    return this.#all.includes(id);
  }

  private entry(id: string) {
    return this.is(id) ? this.directory.staff[id] : undefined;
  }

  private home(id: string): string {
    return this.entry(id)?.department ?? '';
  }

  private homes(people: readonly string[]): readonly string[] {
    return [...new Set(people.filter((id) => this.is(id)).map((id) => this.home(id)))].sort();
  }

  private manager(id: string): string | null {
    const manager = this.entry(id)?.manager;
    return manager !== undefined && this.is(manager) ? manager : null;
  }

  private line(department: string | null): readonly string[] {
    const line: string[] = [];
    while (department !== null && !line.includes(department)) {
      line.push(department);
      department = this.directory.departments[department]?.parent ?? null;
    }
    return line;
  }

  /** Nearest first. */
  private heads(department: string | null): readonly string[] {
    return this.line(department).flatMap((id) => {
      const head = this.directory.departments[id]?.head;
      return head !== undefined && this.is(head) ? [head] : [];
    });
  }

  private inPool(id: string, { role, department }: Pool): boolean {
    const entry = this.entry(id);
    return !!entry?.roles.includes(role) && (department === null || entry.department === department);
  }

  private poolOf(pool: Pool | null): readonly string[] {
    return pool === null ? [] : this.#all.filter((id) => this.inPool(id, pool));
  }

  private interested(id: string, about: readonly string[]): boolean {
    return (this.entry(id)?.interests ?? []).some((mark) => about.includes(mark));
  }

  private isOut(id: string, { people, about }: Aside): boolean {
    return people.some(({ person }) => person === id) || this.interested(id, about);
  }

  private absences(id: string, { at }: Aside) {
    return at === null ? [] : (this.entry(id)?.absences ?? []).filter(({ from, to }) => from <= at && at < to);
  }

  private isAway(id: string, aside: Aside): boolean {
    return this.absences(id, aside).length > 0;
  }

  private standIn(id: string, aside: Aside): string | null {
    const { people, pool } = aside.noStandIns;
    const seen = [id];
    for (let one = id; ;) {
      const named = this.absences(one, aside).flatMap(({ standIn }) => standIn ?? []);
      const next = named.find((standIn) => this.is(standIn));
      if (next === undefined || seen.includes(next) || this.isOut(next, aside)) return null;
      if (people.includes(next) || (pool !== null && this.inPool(next, pool))) return null;
      if (!this.isAway(next, aside)) return next;
      seen.push(next);
      one = next;
    }
  }

  /** Who does it for each of these, in their order. */
  private there(named: readonly string[], aside: Aside): readonly string[] {
    const found = named
      .filter((id) => this.is(id) && !this.isOut(id, aside))
      .map((id) => (this.isAway(id, aside) ? this.standIn(id, aside) : id));
    return [...new Set(found.filter((id) => id !== null))];
  }

  private represented(person: string, aside: Aside): readonly string[] {
    return this.#all.filter((id) => this.isAway(id, aside) && this.standIn(id, aside) === person);
  }

  /** Of people passed over: who stands aside, as listed and then by interest; and how many of the others are away. */
  private passed(named: readonly string[], aside: Aside): Pick<Found, 'leftOut' | 'absent'> {
    const known = [...new Set(named)].filter((id) => this.is(id)).sort();
    const listed = aside.people.filter(({ person }) => known.includes(person));
    const free = known.filter((id) => !aside.people.some(({ person }) => person === id));
    const interested = free.filter((id) => this.interested(id, aside.about));
    const leftOut = [...listed, ...interested.map((person): LeftOut => ({ person, why: 'interest' }))];
    return { leftOut, absent: free.filter((id) => !interested.includes(id) && this.isAway(id, aside)).length };
  }

  private named(people: readonly string[], passed: Pick<Found, 'leftOut' | 'absent'>): Found {
    const homes = this.homes(people);
    return { people, pool: null, department: homes.length === 1 ? (homes[0] ?? null) : null, ...passed };
  }

  private orOverlooking(aside: Aside, find: (aside: Aside) => Found): Found {
    const found = find(aside);
    return found.people.length > 0 || found.pool !== null ? found : find({ ...aside, at: null });
  }

  private next({ wanted, aside, one }: Ask<'next'>): Found {
    const { role, department, reach } = wanted;
    const places = {
      there: department === null ? [] : [department],
      above: [...this.line(department).slice(1), null],
      anywhere: [null],
    }[reach];
    const groups: readonly { readonly ids: readonly string[]; readonly pool: Pool | null }[] = [
      ...wanted.first.map((id) => ({ ids: [id], pool: null })),
      ...places.map((place) => ({ ids: this.poolOf({ role, department: place }), pool: { role, department: place } })),
    ];
    const before: string[] = [];
    for (const { ids, pool } of groups) {
      const there = this.there(ids, aside);
      const walked = this.walked(ids, aside, one ? 1 : 2);
      const passed = {
        leftOut: this.passed([...before, ...ids], aside).leftOut,
        absent: this.passed([...before, ...walked], aside).absent,
      };
      if (there.length > 0 && (there.length === 1 || one)) return this.named(there.slice(0, 1), passed);
      if (there.length > 1) {
        const homes = this.homes(ids);
        return { people: [], pool, department: homes.length === 1 ? (homes[0] ?? null) : null, ...passed };
      }
      before.push(...ids);
    }
    const from = department ?? this.homes(before)[0] ?? null;
    return this.named(this.upwards(from, aside), this.passed(before, aside));
  }

  /** Those looked at, one after the other, until so many are found. */
  private walked(ids: readonly string[], aside: Aside, enough: number): readonly string[] {
    const last = ids.findIndex((_, index) => this.there(ids.slice(0, index + 1), aside).length >= enough);
    return last < 0 ? ids : ids.slice(0, last + 1);
  }

  private upwards(department: string | null, aside: Aside): readonly string[] {
    for (const head of this.heads(department)) {
      const there = this.there([head], aside);
      if (there.length > 0) return there;
    }
    const free = this.#all.filter((id) => !this.isOut(id, aside) && !this.isAway(id, aside));
    return free.sort((one, other) => this.rank(one) - this.rank(other)).slice(0, 1);
  }

  private rank(id: string): number {
    const above = new Set<string>();
    for (let next = this.entry(id)?.manager; next !== undefined && !above.has(next); next = this.entry(next)?.manager) {
      above.add(next);
    }
    return above.size;
  }

  private present({ holders, from, aside, orAbove }: Ask<'present'>): Found {
    const { people, pool } = holders;
    const find = (now: Aside): Found => {
      const mine = { ...now, people: now.people.filter(({ person }) => !people.includes(person)) };
      const named = [...this.there(people, mine)].sort();
      if (named.length > 0) return this.named(named, this.passed(people, mine));
      const members = this.poolOf(pool);
      const passed = this.passed([...people, ...this.walked(members, now, 2)], mine);
      const there = this.there(members, now);
      if (there.length > 1) return { people: [], pool, department: from, ...passed };
      if (there.length === 1) return this.named(there, passed);
      const home = from ?? this.homes([...people, ...members])[0] ?? null;
      return this.named(orAbove ? this.upwards(home, now) : [], passed);
    };
    if (!orAbove) return find(aside);
    if (people.length === 0 && pool === null) return this.named([], { leftOut: [], absent: 0 });
    return this.orOverlooking(aside, find);
  }

  private above({ holders, line, from, aside }: Ask<'above'>): Found {
    const all = [...holders.people, ...this.poolOf(holders.pool)];
    const department = holders.pool?.department ?? null;
    const homes = department === null ? this.homes(all) : [department];
    const over =
      line === 'supervisor'
        ? all.map((id) => this.manager(id))
        : homes.map((home) => this.heads(home).find((head) => !all.includes(head)) ?? null);
    const named = [...new Set(over.filter((id) => id !== null))].sort();
    const there = [...this.there(named, aside)].sort();
    const found = there.length > 0 ? there : this.upwards(from ?? this.homes(all)[0] ?? null, aside);
    return this.named(found, this.passed(named, aside));
  }

  private mayTake({ person, holders, aside }: Ask<'mayTake'>): boolean {
    if (!this.is(person) || this.isOut(person, aside)) return false;
    const holds = (id: string, by: Holders): boolean =>
      by.people.includes(id) || (by.pool !== null && this.inPool(id, by.pool));
    const absent = this.represented(person, aside);
    return (
      holds(person, holders) ||
      absent.some((id) => holders.people.includes(id) || (holds(id, holders) && !this.isOut(id, aside)))
    );
  }

  private isAbove({ person, holders, aside }: Ask<'isAbove'>): boolean {
    const juniors = [...holders.people, ...this.poolOf(holders.pool)].filter((id) => this.is(id));
    const seniors = [person, ...this.represented(person, aside)];
    return juniors.some((junior) => this.seniors(junior).some((senior) => seniors.includes(senior)));
  }

  private seniors(junior: string): readonly string[] {
    const found: string[] = [];
    for (let next = this.manager(junior); next !== null && !found.includes(next); next = this.manager(next))
      found.push(next);
    return [...found, ...this.heads(this.home(junior))].filter((id) => id !== junior);
  }
}
