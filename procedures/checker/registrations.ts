import { DEFAULT_LANGUAGE } from '../locales/language-tag';
import type { FormValues, Registration } from '../../domain/model/act';
import type { Instant } from '../../domain/calendar/calendar';
import type { Customs } from '../../domain/calendar/customs';
import { PLACE, type FactValue } from '../../domain/model/procedure';
import { placeNamed } from '../../domain/people/places';
import { categories, fillings, firstOfEach, severities, treated, WORDS, type FillingInput } from './fillings';
import { listed } from './named-facts';

/** A complaint as it comes in, with the customs of whoever complains. */
export interface Arrival {
  readonly registration: Registration;
  readonly customs: Customs | null;
}

type Choices = Readonly<Record<string, readonly (string | undefined)[]>>;

/** Complaints that a procedure treats differently from the first. */
export function registrations(input: FillingInput, at: Instant): readonly Arrival[] {
  const forms = fillings(input, input.procedure.intake, { outcome: null, stage: null });
  return combined(choices(input)).flatMap((given) =>
    forms.map((form) => ({ registration: registration(input, at, { given, form }), customs: customsOf(given) })),
  );
}

function choices(input: FillingInput): Choices {
  const { procedure, named } = input;
  const listedOf = (fact: string): readonly string[] => listed(named.values.get(fact) ?? []).map(String);
  const either = (all: readonly string[]): readonly (string | undefined)[] => [undefined, ...new Set(all)];
  const derived = Object.keys(procedure.derived ?? {});
  const own = (fact: string, all: readonly string[]): readonly (string | undefined)[] =>
    derived.includes(fact) || all.length === 0 ? [undefined, ...all] : all;
  return {
    category: own('category', categories(input)),
    severity: own('severity', severities(input)),
    channel: firstOfEach(procedure.channels, (one) => treated(named, 'channel', one)),
    locale: firstOfEach(procedure.locales, (one) => treated(named, 'locale', one)),
    subjectKind: either(listedOf('subject-kind')),
    apologiser: either(listedOf('apologiser')),
    receivedBy: receivers(input),
    place: places(input),
  };
}

/** Nobody is said to have received it, or somebody whose role owns what its receiver owns. */
function receivers({ procedure, people }: FillingInput): readonly (string | undefined)[] {
  const role = Object.values(procedure.owners).find(({ receiver }) => receiver)?.role;
  const found = Object.keys(people.staff).find((id) => role !== undefined && people.staff[id]?.roles.includes(role));
  return found === undefined ? [undefined] : [undefined, found];
}

/** No place is known, or one of each kind that something turns on. */
function places({ people, named }: FillingInput): readonly (string | undefined)[] {
  if (!named.values.has(PLACE) && !named.values.has('place-kind')) return [undefined];
  return [undefined, ...Object.keys(people.departments).filter((id) => placeNamed(people.departments, id) !== null)];
}

function combined(all: Choices): readonly Readonly<Record<string, string | undefined>>[] {
  return Object.entries(all).reduce<Record<string, string | undefined>[]>(
    (rows, [key, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [key]: value }))),
    [{}],
  );
}

interface Coming {
  readonly given: Readonly<Record<string, string | undefined>>;
  readonly form: FormValues;
}

function registration({ procedure, people }: FillingInput, at: Instant, { given, form }: Coming): Registration {
  const { channel = '', locale = DEFAULT_LANGUAGE, apologiser: _customs, ...rest } = given;
  const placeKind = placeNamed(people.departments, rest['place'] ?? '')?.kind;
  return {
    reference: 'CHECKED',
    source: 'checker',
    channel,
    locale: procedure.locales.includes(locale) ? locale : (procedure.locales[0] ?? DEFAULT_LANGUAGE),
    receivedAt: at,
    ...Object.fromEntries(Object.entries({ ...rest, placeKind }).filter(([, value]) => value !== undefined)),
    requests: [],
    facts: factsOnly(form),
    content: WORDS,
  };
}

function customsOf({ apologiser }: Coming['given']): Customs | null {
  return apologiser === undefined ? null : { id: 'made-up', quiet: [], blackouts: [], neverOffer: [], apologiser };
}

function factsOnly(form: FormValues): Record<string, FactValue> {
  return Object.fromEntries(
    Object.entries(form).filter((entry): entry is [string, FactValue] => entry[1] !== WORDS && entry[1] !== undefined),
  );
}
