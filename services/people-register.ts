import { invalidField, notFound, Problem } from '../contract/problems';
import { addAbsence, findAbsence, listAbsences, removeAbsence, type AbsenceRow } from '../db/absences';
import { declareInterest, findInterest, listInterests, removeInterest, type InterestRow } from '../db/interests';
import { DirectoryTooLarge } from '../db/people';
import type { Pool } from '../db/pool';
import type { Instant } from '../domain/calendar/calendar';
import type { Directory } from '../domain/model/people';
import { isAbove } from '../domain/people/owners';
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
    const { pool, library, now } = this.input;
    const directory = await library.current();
    const rows = await listAbsences(pool, { notOverAt: now().toISOString(), staff });
    return rows.map((row) => (isResponsible(directory, caller, row.staff) ? row : { ...row, reason: null }));
  }

  async addAbsence(caller: string, { staff: whose, from, to, standIn, reason }: AbsenceInput): Promise<AbsenceRow> {
    const { pool, now } = this.input;
    const directory = await this.input.library.current();
    const staff = whose ?? caller;
    checkMember(directory, 'staff', staff);
    checkResponsible(directory, caller, staff);
    if (standIn !== undefined) checkMember(directory, 'standIn', standIn);
    if (standIn === staff) throw invalidField('standIn', 'must be somebody else');
    if (to <= from) throw invalidField('to', 'must lie after "from"');
    if (to <= now().toISOString()) throw invalidField('to', 'must not be over yet');
    return this.#changing(addAbsence(pool, { staff, from, to, standIn: standIn ?? null, reason: reason ?? null }));
  }

  /** Answers with what was removed. */
  async removeAbsence(caller: string, id: string): Promise<AbsenceRow> {
    const { pool, library } = this.input;
    const absence = await findAbsence(pool, id);
    if (!absence) throw notFound('absence');
    checkResponsible(await library.current(), caller, absence.staff);
    await this.#changing(removeAbsence(pool, id));
    return absence;
  }

  /** What the caller and those below them have declared. */
  async interests(caller: string): Promise<readonly InterestRow[]> {
    const directory = await this.input.library.current();
    const seen = Object.keys(directory.staff).filter((id) => isResponsible(directory, caller, id));
    return listInterests(this.input.pool, seen);
  }

  async declareInterest(caller: string, { staff: whose, interest }: InterestInput): Promise<InterestRow> {
    const { pool, library, hash, now } = this.input;
    const directory = await library.current();
    const staff = whose ?? caller;
    checkMember(directory, 'staff', staff);
    checkResponsible(directory, caller, staff);
    checkInterest(directory, interest);
    const mark = hash.of('interest', interest);
    const declared = { staff, interest, mark, by: caller, declaredAt: now().toISOString() };
    return this.#changing(declareInterest(pool, declared));
  }

  /** Answers with what was removed. */
  async removeInterest(caller: string, id: string): Promise<InterestRow> {
    const { pool, library } = this.input;
    const interest = await findInterest(pool, id);
    if (!interest) throw notFound('interest');
    checkResponsible(await library.current(), caller, interest.staff);
    await this.#changing(removeInterest(pool, id));
    return interest;
  }

  /** This process goes by the change at once. */
  async #changing<T>(change: Promise<T>): Promise<T> {
    try {
      return await change;
    } catch (error) {
      throw error instanceof DirectoryTooLarge ? invalidField('staff', `no more can be kept: ${error.message}`) : error;
    } finally {
      this.input.library.peopleChanged();
    }
  }
}

function isResponsible(directory: Directory, caller: string, staff: string): boolean {
  return caller === staff || isAbove(directory, caller, staff);
}

function checkResponsible(directory: Directory, caller: string, staff: string): void {
  if (isResponsible(directory, caller, staff)) return;
  throw new Problem({ type: 'forbidden', detail: 'This is for them, or for somebody above them.' });
}

function checkMember(directory: Directory, field: string, id: string): void {
  if (!Object.hasOwn(directory.staff, id)) throw invalidField(field, 'must be the id of a member of staff');
}

function checkInterest({ staff, departments }: Directory, interest: string): void {
  const kind = interest.slice(0, interest.indexOf(':'));
  const id = interest.slice(kind.length + 1);
  if (kind === 'staff' && !Object.hasOwn(staff, id))
    throw invalidField('interest', 'must name a member of staff by their id');
  if (kind === 'department' && !Object.hasOwn(departments, id))
    throw invalidField('interest', 'must name a department by its id');
}
