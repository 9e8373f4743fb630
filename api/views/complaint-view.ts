import type { Instant } from '../../domain/calendar/calendar';
import { contactableFrom } from '../../domain/calendar/customs';
import type { ComplaintState, StageState, TaskState } from '../../domain/model/state';
import type { ComplaintRow, EvidenceItem, ReadComplaint } from '../../services/complaint-reading';
import { clocksOf } from './clock-view';
import type { ComplaintRowView, ComplaintView, EvidenceView } from '../../contract/complaint';

export interface ComplaintViewInput {
  readonly complaint: ReadComplaint;
  readonly now: Instant;
}

/** Everything one page about a complaint needs, for staff. */
export function complaintView({ complaint, now }: ComplaintViewInput): ComplaintView {
  const { record, rules, intake, evidence, reasons, acts } = complaint;
  const { state } = record;
  return {
    ...complaintRow(record),
    intake: intake === null ? null : (JSON.parse(intake) as Record<string, unknown>),
    facts: { ...state.facts },
    pausedUntil: state.pausedUntil,
    pauses: [...state.pauses],
    contact: { from: contactableFrom(rules.customs, rules.calendar, now) },
    tasks: tasksOf(state),
    acts: [...acts],
    clocks: clocksOf({ rules, state, reasons, now: now > state.lastAt ? now : state.lastAt }),
    recused: [...state.recused],
    explanations: state.explanations.map((owed) => ({ ...owed, owedBy: [...owed.owedBy] })),
    surveys: [...state.surveys],
    closings: [...state.closings],
    evidence: evidence.map(evidenceView),
    events: record.events,
  };
}

/** The row of a list, field by field: a read model that grows shows nothing new by itself. */
export function complaintRow(row: ComplaintRow): ComplaintRowView {
  const { reference, source, channel, locale, place, status, stage, round, category, severity, department, owner } =
    row;
  const { level, dueAt, promiseDueAt, receivedAt, registeredAt, closedAt, result, lastAt, procedure } = row;
  return {
    reference,
    procedure: { key: procedure.key, hash: procedure.hash },
    ...{ source, channel, locale, place, status, stage, round, category, severity, department, owner },
    ...{ level, dueAt, promiseDueAt, receivedAt, registeredAt, closedAt, result, lastAt },
  };
}

function tasksOf({ stage }: ComplaintState): ComplaintView['tasks'] {
  return stage ? stage.tasks.map((task) => taskView(stage, task)) : [];
}

function taskView({ key, kind, openedAt }: StageState, task: TaskState): ComplaintView['tasks'][number] {
  const { id, part, owner, budget, step, taken, offer, failedAttempts, level, missed } = task;
  const { absent = 0, chosen = null, full = false } = owner;
  const people = { ...owner, people: [...owner.people], leftOut: [...owner.leftOut], absent, chosen, full };
  return {
    id,
    part,
    stage: key,
    kind,
    openedAt,
    owner: people,
    step,
    taken,
    offer,
    failedAttempts,
    dueAt: budget.dueAt,
    level,
    missed,
  };
}

interface FiledEvidence {
  readonly title?: string;
  readonly text?: string;
  readonly url?: string;
}

function evidenceView({ content, event, by, at, text }: EvidenceItem): EvidenceView {
  const shown = { content, event, by, at: at.toISOString() };
  if (event !== 0 || text === null) return { ...shown, title: null, text, url: null };
  const filed = JSON.parse(text) as FiledEvidence;
  return { ...shown, title: filed.title ?? null, text: filed.text ?? null, url: filed.url ?? null };
}
