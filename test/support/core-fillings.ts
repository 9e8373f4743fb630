import { readAct } from '../../domain/acts/act-shape';
import { actRow, type Act, type ActName, type FormValues } from '../../domain/model/act';
import type { FactValue, Field, Form } from '../../domain/model/procedure';
import { openForms } from '../../domain/rules/asked';
import type { KnownRules } from '../../domain/people/pool-members';
import type { ComplaintState } from '../../domain/model/state';
import { text } from './story';

const reason = text('reason');

/** Ways to fill an act in that its fields alone give no cause to refuse, for the complaint as it stands. */
export function fillings(rules: KnownRules, state: ComplaintState, { act, by, task }: Chosen): readonly Act[] {
  const filled = unaddressed(rules, state, { act, by, task });
  return task === null ? filled : filled.map((one) => ({ ...one, task }));
}

/** An act by somebody; about one task, or without saying which. */
export interface Chosen {
  readonly act: ActName;
  readonly by: string;
  readonly task: string | null;
}

function unaddressed(rules: KnownRules, state: ComplaintState, { act: name, by, task }: Chosen): readonly Act[] {
  const { procedure, people } = rules;
  const { staff } = people.directory;
  const form = Object.assign({}, ...openForms(procedure, state, task ?? undefined)) as Form;
  switch (name) {
    case 'complete':
      return completions(rules, state, { by, form });
    case 'answerSurvey':
      return forms(form, rules).map((form) => ({ act: name, by, form }));
    case 'report':
      return reports(rules, state, { by, form });
    case 'choose':
      return choices(rules, state, by);
    case 'assign':
      return Object.keys(staff).map((to) => ({ act: name, by, to }));
    case 'extend':
      return ['90wd', '1wd'].map((span) => ({ act: name, by, span, reason }));
    case 'setSeverity':
      return procedure.severities.map((severity) => ({ act: name, by, severity }));
    case 'refer':
      return procedure.outsideRoutes.map((to) => ({ act: name, by, to }));
    case 'recuse':
      return [{ act: name, by, reason }, ...Object.keys(staff).map((person) => ({ act: name, by, person, reason }))];
    case 'reopen':
      return [
        { act: name, by, reason },
        { act: name, by, reason, sameFault: true },
      ];
    default:
      return [withTexts(name, by)];
  }
}

/** An act that asks for nothing but words. */
function withTexts(name: ActName, by: string): Act {
  const texts = Object.entries(actRow(name).fields).flatMap(([field, { shape }]) =>
    shape === 'text' ? [[field, text(field)] as const] : [],
  );
  const read = readAct({ act: name, by: 'anybody', ...Object.fromEntries(texts) });
  if ('refusal' in read) throw new Error(`say here how "${name}" is filled in: ${read.refusal.detail}`);
  return { ...read.act, by };
}

function choices(rules: KnownRules, state: ComplaintState, by: string): readonly Act[] {
  const rule = rules.procedure.stages[state.stage?.key ?? ''];
  if (rule?.kind !== 'consent') return [{ act: 'choose', by, outcome: 'agreed' }];
  const some = { act: 'choose', by, outcome: 'partly', accepted: [0] } as const;
  return [
    { act: 'choose', by, outcome: 'agreed', ...(rule.choose === 'one' ? { option: 0 } : {}) },
    { act: 'choose', by, outcome: 'disagreed' },
    ...('partly' in rule.outcomes ? [some] : []),
  ];
}

function reports(rules: KnownRules, state: ComplaintState, { by, form }: Completion): readonly Act[] {
  const rule = rules.procedure.stages[state.stage?.key ?? ''];
  if (!rule || !('recordedBy' in rule)) return [{ act: 'report', by, outcome: 'arrived' }];
  return Object.keys(rule.recordedBy).flatMap((outcome) =>
    forms(form, rules).map((filled): Act => ({ act: 'report', by, outcome, form: filled })),
  );
}

interface Completion {
  readonly by: string;
  readonly form: Form;
}

function completions(rules: KnownRules, state: ComplaintState, { by, form: asked }: Completion): readonly Act[] {
  const rule = rules.procedure.stages[state.stage?.key ?? ''];
  if (!rule || rule.kind === 'close') return [{ act: 'complete', by }];
  const filled = forms(asked, rules);
  if (rule.kind === 'revisit') {
    return [
      ...filled.map((form): Act => ({ act: 'complete', by, form })),
      { act: 'complete', by, outcome: 'unreachable' },
    ];
  }
  return Object.keys(rule.outcomes).flatMap((outcome) =>
    filled.map((form): Act => ({ act: 'complete', by, outcome, form })),
  );
}

/** The form filled in as often as its longest list of values, every field each time. */
function forms(form: Form, rules: KnownRules): readonly FormValues[] {
  const columns = Object.entries(form).map(([key, field]) => [key, valuesOf(field, rules)] as const);
  const rows = Math.max(1, ...columns.map(([, values]) => values.length));
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map(([key, values]) => [key, values[row % values.length] ?? null])),
  );
}

/** Without amounts; and where amounts count, on each side of every limit, as one thing or two. */
function remedies({ procedure }: KnownRules): readonly FactValue[] {
  const [first = '', second = first] = procedure.remedies;
  const limits = Object.values(procedure.discretion?.limits ?? {}).filter((limit) => limit !== null);
  const amounts = limits.flatMap((limit) => [limit, limit + 1]);
  return [
    [{ remedy: first }],
    ...amounts.flatMap((amount): FactValue[] => [
      [{ remedy: first, amount }],
      [{ remedy: first, amount }, { remedy: second }],
    ]),
  ];
}

function valuesOf(field: Field, rules: KnownRules): readonly (FactValue | ReturnType<typeof text>)[] {
  switch (field.kind) {
    case 'text':
      return [text('words')];
    case 'yes-no':
      return [true, false];
    case 'choice':
      return field.options ?? [];
    case 'number':
      return [0, 12.5];
    case 'date':
      return ['2026-03-02', '2026-04-30', '2026-12-31', '2028-02-29'];
    case 'department':
      return Object.keys(rules.people.directory.departments);
    case 'staff':
      return Object.keys(rules.people.directory.staff);
    case 'category':
      return Object.keys(rules.procedure.categories);
    case 'severity':
      return rules.procedure.severities;
    case 'remedies':
      return remedies(rules);
    default:
      return [];
  }
}
