import type { ActName } from '../model/act';
import type { ActRule } from './act-rule';
import { acceptHandover, assign, declineHandover, isToBeTaken, mayDecline } from './people-acts';
import {
  anybody,
  aboveOwner,
  complainantOrDesk,
  complainantOrOwner,
  ownerOrAbove,
  ownerOrDesk,
  recorder,
  staffOrObjector,
  taskOwner,
} from './permissions';
import { mayRecuse, recuse } from './recusal';
import { report, reportable } from './report-act';
import {
  addEvidence,
  hasOutsideRoutes,
  mayReopen,
  hasSeverities,
  note,
  refer,
  reopen,
  setSeverity,
  withdraw,
} from './record-acts';
import {
  answer,
  approve,
  choices,
  choose,
  complete,
  completion,
  leadsBy,
  mayApprove,
  reject,
  returnProposal,
  survey,
} from './task-acts';
import {
  explainDelay,
  extend,
  isPaused,
  mayExplain,
  mayExtend,
  mayPause,
  pause,
  reportProgress,
  resumeEarly,
} from './time-acts';

const KEPT = ['open', 'closed'] as const;
const always = (): boolean => true;

/** Every act. One that is missing here does not compile. */
export const ACT_RULES: { readonly [N in ActName]: ActRule<N> } = {
  complete: { about: 'task', who: taskOwner, possible: always, asks: completion, apply: complete },
  approve: { about: 'task', who: taskOwner, possible: mayApprove, apply: approve },
  return: { about: 'task', who: taskOwner, possible: leadsBy('returned'), apply: returnProposal },
  reject: { about: 'task', who: taskOwner, possible: leadsBy('rejected'), apply: reject },
  choose: { about: 'task', who: complainantOrOwner, possible: always, asks: choices, apply: choose },
  acceptHandover: { about: 'task', who: taskOwner, possible: isToBeTaken, apply: acceptHandover },
  declineHandover: { about: 'task', who: taskOwner, possible: mayDecline, apply: declineHandover },
  assign: { about: 'task', who: ownerOrAbove, possible: always, apply: assign },
  recuse: { about: 'complaint', who: staffOrObjector, possible: mayRecuse, apply: recuse },
  pause: { about: 'complaint', who: taskOwner, possible: mayPause, apply: pause },
  resume: { about: 'complaint', who: complainantOrOwner, possible: isPaused, apply: resumeEarly },
  extend: { about: 'task', who: aboveOwner, possible: mayExtend, apply: extend },
  explainDelay: {
    about: 'complaint',
    ofFormerTasks: true,
    statuses: KEPT,
    who: mayExplain,
    possible: always,
    apply: explainDelay,
  },
  setSeverity: { about: 'complaint', who: ownerOrAbove, possible: hasSeverities, apply: setSeverity },
  note: { about: 'complaint', statuses: KEPT, who: anybody, possible: always, apply: note },
  addEvidence: { about: 'complaint', statuses: KEPT, who: anybody, possible: always, apply: addEvidence },
  withdraw: { about: 'complaint', who: complainantOrDesk, possible: always, apply: withdraw },
  refer: { about: 'complaint', who: ownerOrDesk, possible: hasOutsideRoutes, apply: refer },
  reopen: { about: 'complaint', statuses: ['closed'], who: complainantOrDesk, possible: mayReopen, apply: reopen },
  answerSurvey: { about: 'task', who: complainantOrOwner, possible: always, asks: survey, apply: answer },
  report: { about: 'task', who: recorder, possible: always, asks: reportable, apply: report },
  reportProgress: { about: 'complaint', who: ownerOrAbove, possible: always, apply: reportProgress },
};
