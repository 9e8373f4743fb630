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
import { recuse } from './recusal';
import { addEvidence, note, refer, reopen, setSeverity, withdraw } from './record-acts';
import type { Refusal } from '../model/refusal';
import { choose, complete, answer, approve, reject, returnProposal } from './task-acts';
import { explainDelay, extend, mayExplain, pause, reportProgress, resumeEarly } from './time-acts';

/** When an act is possible, who may do it, and what it does. The one list that deciding and offering acts both read. */
export interface ActRule<N extends ActName> {
  /** Statuses it is possible in; without it, an open complaint only. */
  readonly statuses?: readonly ('open' | 'closed')[];
  readonly who: Permission;
  /** Writes its events, or says why not; a refused draft is thrown away whole. */
  readonly apply: (draft: Draft, act: ActOf<N>) => Refusal | null;
}

const KEPT = ['open', 'closed'] as const;

export const ACT_RULES: { readonly [N in ActName]: ActRule<N> } = {
  complete: { who: taskOwner, apply: complete },
  approve: { who: taskOwner, apply: approve },
  return: { who: taskOwner, apply: returnProposal },
  reject: { who: taskOwner, apply: reject },
  choose: { who: complainantOrOwner, apply: choose },
  acceptHandover: { who: taskOwner, apply: acceptHandover },
  declineHandover: { who: taskOwner, apply: declineHandover },
  assign: { who: ownerOrAbove, apply: assign },
  recuse: { who: staffOrObjector, apply: recuse },
  pause: { who: taskOwner, apply: pause },
  resume: { who: complainantOrOwner, apply: resumeEarly },
  extend: { who: aboveOwner, apply: extend },
  explainDelay: { statuses: KEPT, who: mayExplain, apply: explainDelay },
  setSeverity: { who: ownerOrAbove, apply: setSeverity },
  note: { statuses: KEPT, who: anybody, apply: note },
  addEvidence: { statuses: KEPT, who: anybody, apply: addEvidence },
  withdraw: { who: complainantOrDesk, apply: withdraw },
  refer: { who: ownerOrDesk, apply: refer },
  reopen: { statuses: ['closed'], who: complainantOrDesk, apply: reopen },
  answerSurvey: { who: complainantOrOwner, apply: answer },
  reportProgress: { who: ownerOrAbove, apply: reportProgress },
};
