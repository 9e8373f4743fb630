import type { Act, ActName, FormValues } from '../../domain/act';
import type { FactValue, Field, Form } from '../../domain/procedure';
import type { Rules } from '../../domain/rules';
import type { ComplaintState } from '../../domain/state';
import { text } from './story';

const reason = text('reason');

/** Ways to fill an act in that its fields alone give no cause to refuse, for the complaint as it stands. */
export function fillings(rules: Rules, state: ComplaintState, name: ActName, by: string): readonly Act[] {
  const { procedure, people } = rules;
  switch (name) {
    case 'complete':
      return completions(rules, state, by);
    case 'answerSurvey':
      return forms(formOf(rules, state), rules).map((form) => ({ act: name, by, form }));
    case 'choose':
      return ['agreed', 'disagreed'].map((outcome) => ({ act: name, by, outcome }));
    case 'assign':
      return Object.keys(people.staff).map((to) => ({ act: name, by, to }));
    case 'extend':
      return ['90wd', '1wd'].map((span) => ({ act: name, by, span, reason }));
    case 'setSeverity':
      return procedure.severities.map((severity) => ({ act: name, by, severity }));
    case 'refer':
      return procedure.outsideRoutes.map((to) => ({ act: name, by, to }));
    case 'addEvidence':
      return [{ act: name, by, evidence: text('evidence') }];
    case 'acceptHandover':
      return [{ act: name, by }];
    default:
      return [{ act: name, by, reason }];
  }
}

function completions(rules: Rules, state: ComplaintState, by: string): readonly Act[] {
  const rule = rules.procedure.stages[state.stage?.key ?? ''];
  if (!rule || rule.kind === 'close') return [{ act: 'complete', by }];
  const filled = forms(rule.form, rules);
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

function formOf(rules: Rules, state: ComplaintState): Form {
  const rule = rules.procedure.stages[state.stage?.key ?? ''];
  return rule && rule.kind !== 'close' ? rule.form : {};
}

/** The form filled in as often as its longest list of values, every field each time. */
function forms(form: Form, rules: Rules): readonly FormValues[] {
  const columns = Object.entries(form).map(([key, field]) => [key, valuesOf(field, rules)] as const);
  const rows = Math.max(1, ...columns.map(([, values]) => values.length));
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map(([key, values]) => [key, values[row % values.length] ?? null])),
  );
}

function valuesOf(field: Field, rules: Rules): readonly (FactValue | ReturnType<typeof text>)[] {
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
      return ['2026-03-02'];
    case 'department':
      return Object.keys(rules.people.departments);
    case 'staff':
      return Object.keys(rules.people.staff);
    case 'remedies':
      return [[{ remedy: rules.procedure.remedies[0] ?? '' }]];
    default:
      return [];
  }
}
