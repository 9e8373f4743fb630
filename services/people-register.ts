import { invalidField, notFound, Problem } from '../contract/problems';
import { addAbsence, findAbsence, listAbsences, removeAbsence, type AbsenceRow } from '../db/absences';
import { declareInterest, findInterest, listInterests, removeInterest, type InterestRow } from '../db/interests';
import type { Pool } from '../db/pool';
import type { Instant } from '../domain/calendar/calendar';
import type { Question } from '../domain/model/question';
import { NOBODY_LEFT_OUT } from '../domain/people/leaving-out';
import type { KeyedHash } from './keyed-hash';
import type { Library } from './library';

export interface PeopleRegisterInput {
  readonly pool: Pool;
  readonly library: Library;
  readonly hash: KeyedHash;
  readonly now: () => Date;
}

export interface AbsenceInput {
  /** The caller unless given. */
  readonly staff?: string | undefined;
  readonly from: Instant;
  readonly to: Instant;
  readonly standIn?: string | undefined;
  readonly reason?: string | undefined;
}

export interface InterestInput {
  /** The caller unless given. */
  readonly staff?: string | undefined;
  readonly interest: string;
}

/**
 * Who is away and who has an interest in what: staff declare their own, somebody above them may for them. All of it throws
 * `Problem` for what a caller may not do or has said wrongly.
 */
export class PeopleRegister {
  constructor(private readonly input: PeopleRegisterInput) {}

  /** Absences that are not over, by their beginning. Why somebody is away is for them and those above them. */
  async absences(caller: string, staff: string | undefined): Promise<readonly AbsenceRow[]> {
    const { pool, now } = this.input;
    const rows = await listAbsences(pool, { notOverAt: now().toISOString(), staff });
    const people = [...new Set(rows.filter(({ reason }) => reason !== null).map((row) => row.staff))];
    const below = new Set(await this.#below(caller, people));
    return rows.map((row) => (row.staff === caller || below.has(row.staff) ? row : { ...row, reason: null }));
  }

  async addAbsence(caller: string, { staff: whose, from, to, standIn, reason }: AbsenceInput): Promise<AbsenceRow> {
    const { pool, now } = this.input;
    const staff = whose ?? caller;
    await this.#checkMember('staff', staff);
    await this.#checkResponsible(caller, staff);
    if (standIn !== undefined) await this.#checkMember('standIn', standIn);
    if (standIn === staff) throw invalidField('standIn', 'must be somebody else');
    if (to <= from) throw invalidField('to', 'must lie after "from"');
    if (to <= now().toISOString()) throw invalidField('to', 'must not be over yet');
    return addAbsence(pool, { staff, from, to, standIn: standIn ?? null, reason: reason ?? null });
  }

  /** Answers with what was removed. */
  async removeAbsence(caller: string, id: string): Promise<AbsenceRow> {
    const { pool } = this.input;
    const absence = await findAbsence(pool, id);
    if (!absence) throw notFound('absence');
    await this.#checkResponsible(caller, absence.staff);
    await removeAbsence(pool, id);
    return absence;
  }

  /** What the caller and those below them have declared. */
  interests(caller: string): Promise<readonly InterestRow[]> {
    return listInterests(this.input.pool, caller);
  }

  async declareInterest(caller: string, { staff: whose, interest }: InterestInput): Promise<InterestRow> {
    const { pool, hash, now } = this.input;
    const staff = whose ?? caller;
    await this.#checkMember('staff', staff);
    await this.#checkResponsible(caller, staff);
    await this.#checkInterest(interest);
    const mark = hash.of('interest', interest);
    return declareInterest(pool, { staff, interest, mark, by: caller, declaredAt: now().toISOString() });
  }

  /** Answers with what was removed. */
  async removeInterest(caller: string, id: string): Promise<InterestRow> {
    const { pool } = this.input;
    const interest = await findInterest(pool, id);
    if (!interest) throw notFound('interest');
    await this.#checkResponsible(caller, interest.staff);
    await removeInterest(pool, id);
    return interest;
  }

  /** Of these people those whom the caller stands above. */
  async #below(caller: string, people: readonly string[]): Promise<readonly string[]> {
    const { library } = this.input;
    const questions = people.map((person): Question => {
      const holders = { people: [person], pool: null };
      return { ask: 'isAbove', person: caller, holders, aside: NOBODY_LEFT_OUT };
    });
    const above = await library.answer(questions);
    return people.filter((_, index) => above[index] === true);
  }

  async #checkResponsible(caller: string, staff: string): Promise<void> {
    if (caller === staff || (await this.#below(caller, [staff])).length > 0) return;
    throw new Problem({ type: 'forbidden', detail: 'This is for them, or for somebody above them.' });
  }

  async #checkMember(field: string, id: string): Promise<void> {
    const [member] = await this.input.library.answer([{ ask: 'member', person: id, about: [] }]);
    if (!member) throw invalidField(field, 'must be the id of a member of staff');
  }

  async #checkInterest(interest: string): Promise<void> {
    const kind = interest.slice(0, interest.indexOf(':'));
    const id = interest.slice(kind.length + 1);
    if (kind !== 'staff' && kind !== 'department') return;
    const question: Question =
      kind === 'staff' ? { ask: 'member', person: id, about: [] } : { ask: 'department', department: id };
    const [known] = await this.input.library.answer([question]);
    if (known) return;
    const what = kind === 'staff' ? 'a member of staff by their id' : 'a department by its id';
    throw invalidField('interest', `must name ${what}`);
  }
}
