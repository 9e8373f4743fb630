import type { ActName, ActOf } from '../model/act';
import type { Draft } from '../draft';
import { declineHandover, assign, acceptHandover } from './people-acts';
import {
  anybody,
  aboveOwner,
  complainantOrDesk,
  complainantOrOwner,
  ownerOrAbove,
  ownerOrDesk,
  staffOrObjector,
  taskOwner,
  type Permission,
} from './permissions';
import type { StageKind } from '../model/procedure';
import { recuse } from './recusal';
import { addEvidence, note, refer, reopen, setSeverity, withdraw } from './record-acts';
import type { Refusal } from '../model/refusal';
import { choose, complete, answer, approve, reject, returnProposal } from './task-acts';
import { explainDelay, extend, mayExplain, pause, reportProgress, resumeEarly } from './time-acts';

/** When an act is possible, who may do it, and what it does. The one list that deciding and offering acts both read. */
export interface ActRule<N extends ActName> {
  /** Open stage kinds that it is for; without it, any open stage. */
  readonly stages?: readonly StageKind[];
  /** Statuses it is possible in; without it, an open complaint only. */
  readonly statuses?: readonly ('open' | 'closed')[];
  readonly who: Permission;
  /** Writes its events, or says why not; a refused draft is thrown away whole. */
  readonly apply: (draft: Draft, act: ActOf<N>) => Refusal | null;
}

const KEPT = ['open', 'closed'] as const;

export const ACT_RULES: { readonly [N in ActName]: ActRule<N> } = {
  complete: {
    stages: ['task', 'parallel', 'hand-over', 'execute', 'reply', 'revisit'],
    who: taskOwner,
    apply: complete,
  },
  approve: { stages: ['approval'], who: taskOwner, apply: approve },
  return: { stages: ['approval'], who: taskOwner, apply: returnProposal },
  reject: { stages: ['approval'], who: taskOwner, apply: reject },
  choose: { stages: ['consent'], who: complainantOrOwner, apply: choose },
  acceptHandover: { stages: ['hand-over'], who: taskOwner, apply: acceptHandover },
  declineHandover: { stages: ['hand-over'], who: taskOwner, apply: declineHandover },
  assign: { who: ownerOrAbove, apply: assign },
  recuse: { who: staffOrObjector, apply: recuse },
  pause: {
    stages: ['task', 'parallel', 'hand-over', 'approval', 'execute', 'reply', 'revisit'],
    who: taskOwner,
    apply: pause,
  },
  resume: { who: complainantOrOwner, apply: resumeEarly },
  extend: {
    stages: ['task', 'parallel', 'hand-over', 'approval', 'execute', 'reply', 'revisit'],
    who: aboveOwner,
    apply: extend,
  },
  explainDelay: { statuses: KEPT, who: mayExplain, apply: explainDelay },
  setSeverity: { who: ownerOrAbove, apply: setSeverity },
  note: { statuses: KEPT, who: anybody, apply: note },
  addEvidence: { statuses: KEPT, who: anybody, apply: addEvidence },
  withdraw: { who: complainantOrDesk, apply: withdraw },
  refer: { who: ownerOrDesk, apply: refer },
  reopen: { statuses: ['closed'], who: complainantOrDesk, apply: reopen },
  answerSurvey: { stages: ['revisit'], who: complainantOrOwner, apply: answer },
  reportProgress: { who: ownerOrAbove, apply: reportProgress },
};
