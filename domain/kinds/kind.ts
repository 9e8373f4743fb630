import type { Span } from '../calendar/span';
import type { ActName } from '../model/act';
import type { NoticeTemplate } from '../model/notice-template';
import type {
  Condition,
  Form,
  LimitCase,
  OwnerCase,
  ProgressRule,
  RemedyChoice,
  RungRule,
  StageRule,
} from '../model/procedure';

/** Keys that lead from a stage to a place in its rule. */
export type Place = readonly (string | number)[];

/** A task that a stage asks for, as its rule has it. */
export interface AskedTask {
  /** Which part of a parallel stage it is; null elsewhere. */
  readonly part: string | null;
  /** Position in a chain of approvers or number of the visit, from 1. */
  readonly step: number;
  /** Asked for in complaints only that this holds for. */
  readonly when?: Condition;
  readonly owner: string;
  readonly ownerIf?: readonly OwnerCase[];
  readonly within: Span;
  readonly withinIf?: readonly LimitCase[];
  readonly progress?: ProgressRule;
  /** The fact of kind date whose day it lasts to, where it is known; `within` otherwise. */
  readonly until?: string;
  readonly ladder: readonly RungRule[];
  readonly form: Form;
  /** Where in the stage's rule each of these stands. */
  readonly at: { readonly when: Place; readonly owner: Place; readonly within: Place; readonly ladder: Place };
}

/** Whether a condition holds as the complaint stands. */
export type Holds = (condition: Condition) => boolean;

/** What whoever completes a task does to the solution: propose it, judge what others have proposed, or record an answer. */
export type Work = 'proposes' | 'judges' | 'records';

/** Whose move a stage waits for. While it is the complainant's, what we have promised them stands still. */
export type Turn = 'ours' | 'complainant';

/** What is put to the complainant: the fact that holds it, and whether its remedies are alternatives. */
export interface Offer {
  readonly field: string;
  readonly alternatives: boolean;
}

/** Which sentence of the complainant's page says what comes next, and which line of its history that it was opened. */
export interface Told {
  readonly next: 'work' | 'choose' | 'execute' | 'visit' | 'send' | 'outside';
  readonly history: 'handed-over' | 'proposed' | 'awaited' | 'asked' | null;
}

/**
 * Everything that sets one kind of stage apart. Whatever is the same for all kinds is not here; whatever differs is
 * nowhere else: the core, the checker, pictures and pages ask this table.
 */
export interface Kind<R extends StageRule> {
  /** Acts that are possible while such a stage is open, besides those that are possible in any. */
  readonly acts: readonly ActName[];
  /** Every task that it may ask for, in order; none where nobody works. */
  readonly tasks: (rule: R) => readonly AskedTask[];
  /** Which of them to open once so many steps are done, 0 as the stage opens. */
  readonly next: (tasks: readonly AskedTask[], done: number, holds: Holds) => readonly AskedTask[];
  /** The outcome that leads to the next task, and that it is left by when there is nobody to ask. */
  readonly through: string | null;
  /** Outcomes that staff complete its tasks by. */
  readonly completes: (rule: R) => readonly string[];
  /** Whether whoever ends it by this outcome fills in its form. */
  readonly fills: (outcome: string) => boolean;
  /** The outcome that its limit brings; null where the limit is ours to keep and can be missed. */
  readonly lapse: string | null;
  readonly turn: (rule: R) => Turn;
  readonly work: Work;
  /** Departments or people work side by side, each at a part of their own. */
  readonly sideBySide: boolean;
  /** What has been proposed is put to the complainant, or done, by opening it: it has to be within somebody's discretion. */
  readonly commits: boolean;
  /** The complaint counts as answered once this is opened, or done. */
  readonly answers: (rule: R) => 'opened' | 'done' | null;
  /** What was offered is carried out once it is done. */
  readonly carriesOut: boolean;
  /** Whether what is sent is the last word, which names the outside routes; null where nothing is sent. */
  readonly lastWord: (rule: R) => boolean | null;
  readonly offer: (rule: R) => Offer | null;
  /** Remedies that the rule book grants by itself as it opens. */
  readonly grants: (rule: R) => { readonly field: string; readonly remedies: readonly RemedyChoice[] } | null;
  /** Whom a task that must be taken first is offered to in turn, and for how long; null where its owner has it at once. */
  readonly offered: (rule: R) => { readonly within: Span; readonly to: readonly string[] } | null;
  /** Facts whose very value decides how it ends. */
  readonly decisive: (rule: R) => readonly string[];
  /** How an answer counts where several come to the same. */
  readonly sort: (rule: R, field: string, answer: string) => string;
  /** How often it is repeated depends on the complaint's category. */
  readonly byCategory: boolean;
  /** Who is written to as a task opens: its owner, and the complainant. */
  readonly tells: (turn: Turn) => { readonly owner: NoticeTemplate; readonly complainant: NoticeTemplate | null };
  readonly page: (turn: Turn) => Told;
}

/** What most kinds have in common: one task of ours, of the owner's proposing. */
export const USUAL = {
  acts: ['complete', 'pause', 'extend'],
  next: firstOnly,
  through: null,
  completes: (rule: { readonly outcomes: Readonly<Record<string, unknown>> }) => Object.keys(rule.outcomes),
  fills: () => true,
  lapse: null,
  turn: (): Turn => 'ours',
  work: 'proposes',
  sideBySide: false,
  commits: false,
  answers: (): 'opened' | 'done' | null => null,
  carriesOut: false,
  lastWord: () => null,
  offer: () => null,
  grants: () => null,
  offered: () => null,
  decisive: () => [],
  sort: () => '',
  byCategory: false,
  tells: (): { owner: NoticeTemplate; complainant: NoticeTemplate | null } => ({
    owner: 'assignment',
    complainant: null,
  }),
  page: (): Told => ({ next: 'work', history: null }),
} as const;

type Serial = Omit<AskedTask, 'part' | 'step' | 'when' | 'until' | 'at'>;

/** The one task of a stage, or one of a series. */
export function oneTask(rule: Serial, step = 1): AskedTask {
  const { owner, ownerIf, within, withinIf, progress, ladder, form } = rule;
  return {
    part: null,
    step,
    owner,
    ...(ownerIf === undefined ? {} : { ownerIf }),
    within,
    ...(withinIf === undefined ? {} : { withinIf }),
    ...(progress === undefined ? {} : { progress }),
    ladder,
    form,
    at: { when: [], owner: ['owner'], within: ['within'], ladder: ['ladder'] },
  };
}

function firstOnly(tasks: readonly AskedTask[], done: number): readonly AskedTask[] {
  return done === 0 ? tasks.slice(0, 1) : [];
}
