import type { FormValues, Registration } from '../domain/model/act';
import type { ContentRef } from '../domain/model/content';
import type { FactValue } from '../domain/model/procedure';
import type { Rules } from '../domain/model/rules';
import type { Place } from '../domain/people/places';
import { checkForm, isFactIn } from '../domain/rules/forms';
import { defined } from '../contract/defined';
import type { IntakeBody } from '../contract/intake';
import { invalidField, Problem, refused } from '../contract/problems';
import type { KeyedHash } from './keyed-hash';

const CLOCK_SKEW_MS = 5_000;
/** The subject kind of complaints about a member of staff. */
const STAFF = 'staff';
const CODE = /^[a-z0-9][a-z0-9-]*$/;

export interface RegistrationInput {
  readonly intake: IntakeBody;
  readonly rules: Rules;
  readonly hash: KeyedHash;
  readonly source: string;
  readonly locale: string;
  readonly place: Place | null;
  readonly acceptedAt: Date;
  readonly reference: string;
  /** The stored body. */
  readonly content: ContentRef;
}

/** What a body says that decides: codes, facts and marks; its words and names are content. */
export function registrationOf({ intake, rules, hash, acceptedAt, place, ...given }: RegistrationInput): Registration {
  const { procedure } = rules;
  const { channel, category, severity, subject, receivedBy } = intake;
  return {
    ...given,
    channel,
    receivedAt: receivedAt(intake, acceptedAt),
    requests: intake.requests.filter((request) => CODE.test(request) && procedure.remedies.includes(request)),
    facts: factsOf(rules, intake.facts),
    ...defined({
      category,
      severity,
      subjectKind: subject?.kind,
      receivedBy,
      place: place?.id,
      placeKind: place?.kind,
    }),
    ...aboutOf(intake, rules, hash),
  };
}

/** Throws `Problem` for a body that these rules do not take. */
export function checkBody(intake: IntakeBody, rules: Rules, acceptedAt: Date): void {
  const { procedure, people } = rules;
  const check = (field: string, value: string | undefined, known: readonly string[]): void => {
    if (value === undefined || known.includes(value)) return;
    throw invalidField(field, `must be one of: ${known.join(', ') || 'none, leave it out'}`);
  };
  check('channel', intake.channel, procedure.channels);
  check('category', intake.category, Object.keys(procedure.categories));
  check('severity', intake.severity, procedure.severities);
  const refusal = checkForm(rules, procedure.intake, intake.facts as FormValues, null);
  if (refusal) throw refused({ ...refusal, ...(refusal.field ? { field: `facts.${refusal.field}` } : {}) });
  if (intake.receivedBy !== undefined && people.ask('member', { person: intake.receivedBy, about: [] }) === null) {
    throw invalidField('receivedBy', 'must be the id of a member of staff');
  }
  if (intake.receivedAt !== undefined && Date.parse(intake.receivedAt) > acceptedAt.getTime() + CLOCK_SKEW_MS) {
    throw invalidField('receivedAt', 'must not lie in the future');
  }
}

/** Throws `forbidden` where the source may not file under that procedure. */
export function checkSource(procedure: string, allowed: readonly string[] | undefined): void {
  if (allowed === undefined || allowed.includes(procedure)) return;
  throw new Problem({ type: 'forbidden', detail: 'This source may not file under that procedure.' });
}

/** What is written freely in the intake form is content, not a fact. */
function factsOf(rules: Rules, facts: IntakeBody['facts']): Record<string, FactValue> {
  const { intake } = rules.procedure;
  const kept = Object.entries(facts).filter(
    ([field, value]) => typeof value !== 'string' || isFactIn(rules, intake, field, value),
  );
  return Object.fromEntries(kept.map(([field, value]) => [field, Array.isArray(value) ? value.map(defined) : value]));
}

/** Clocks that go ahead a little are put right. */
function receivedAt({ receivedAt: given }: IntakeBody, acceptedAt: Date): string {
  const accepted = acceptedAt.toISOString();
  return given === undefined || given > accepted ? accepted : given;
}

/**
 * Marks of what it is about, as interests have them. Of a complaint about staff the person, where the reference is an id
 * that we know, and the department that they are of; a name is for people to look up, and not for the record.
 */
function aboutOf({ subject }: IntakeBody, { people }: Rules, hash: KeyedHash): Pick<Registration, 'against' | 'about'> {
  if (subject?.reference === undefined) return {};
  const marks = (...named: string[]) => named.map((name) => hash.of('interest', name));
  const { kind, reference } = subject;
  if (kind !== STAFF) return { about: marks(`${kind}:${reference}`) };
  const person = people.ask('member', { person: reference, about: [] });
  return person ? { against: reference, about: marks(`staff:${reference}`, `department:${person.department}`) } : {};
}
