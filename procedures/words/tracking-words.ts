import type { CloseResult, StageKind } from '../../domain/model/procedure';

/** What the complainant reads about progress, besides the titles of the procedure itself. */
export interface TrackingWords {
  readonly progress: Readonly<Record<Exclude<StageKind, 'close'> | 'paused' | 'between' | 'archived', string>>;
  readonly closed: Readonly<Record<CloseResult, string>>;
  readonly next: Readonly<
    Record<'answer' | 'choose' | 'execute' | 'visit' | 'information' | 'reopen' | 'guarantee' | 'work' | 'late', string>
  >;
  readonly history: Readonly<Record<HistoryEntry, string>>;
  readonly defaultOutcomes: Readonly<Record<string, string>>;
}

export type HistoryEntry =
  | 'registered'
  | 'handed-over'
  | 'proposed'
  | 'agreed'
  | 'partly'
  | 'disagreed'
  | 'silent'
  | 'granted'
  | 'executed'
  | 'replied'
  | 'surveyed'
  | 'paused'
  | 'resumed'
  | 'extended'
  | 'reported'
  | 'round'
  | 'evidence'
  | 'note'
  | 'withdrawn'
  | 'objected'
  | 'referred'
  | 'closed'
  | 'reopened';

const en: TrackingWords = {
  progress: {
    task: 'We are looking into your complaint.',
    parallel: 'Several departments are working on your complaint.',
    'hand-over': 'The department responsible is working on your complaint.',
    approval: 'Our answer to you is being approved.',
    consent: 'We have made you a proposal and are waiting for your decision.',
    execute: 'The agreed solution is being carried out.',
    reply: 'We are writing our answer to you.',
    revisit: 'The solution has been carried out. We will ask whether you are satisfied.',
    grant: 'We have granted you what our rules provide for such a case.',
    paused: 'We need something from you before we can go on. Until then our time limits stand still.',
    between: 'We are working on your complaint.',
    archived: 'This complaint is closed for good.',
  },
  closed: {
    resolved: 'Your complaint is closed: it has been resolved.',
    unfounded: 'Your complaint is closed: we could not find it justified.',
    withdrawn: 'Your complaint is closed: you withdrew it.',
    'no-answer': 'Your complaint is closed: we did not hear from you.',
    unresolved: 'Your complaint is closed without an agreement.',
    'not-accepted': 'Your complaint is closed: we could not accept it.',
  },
  next: {
    answer: 'You will have our answer by then.',
    choose: 'Please tell us by then whether you agree.',
    execute: 'The solution should be carried out by then.',
    visit: 'We will contact you by then to ask whether you are satisfied.',
    information: 'Please send us what we asked for; we go on at that time at the latest.',
    reopen: 'If it is not settled for you, you may reopen it until then.',
    guarantee: 'If the same fault comes back until then, tell us. You need not prove it again.',
    work: 'The step we are at should be done by then.',
    late: 'We are late, and we are sorry. People higher up have been told, and we are working on it.',
  },
  history: {
    registered: 'We registered your complaint.',
    'handed-over': 'It was handed to the department responsible.',
    proposed: 'We made you a proposal.',
    agreed: 'You agreed to the proposal.',
    partly: 'You accepted a part of the proposal.',
    disagreed: 'You did not agree to the proposal.',
    silent: 'We had no answer to our proposal.',
    granted: 'We granted you what our rules provide for such a case.',
    executed: 'The solution was carried out.',
    replied: 'We answered you.',
    surveyed: 'You told us how satisfied you are.',
    paused: 'We asked you for something; our time limits stand still.',
    resumed: 'We went on; our time limits run again.',
    extended: 'We needed more time.',
    reported: 'We told you how things stand.',
    round: 'We took your complaint up again.',
    evidence: 'Evidence was added.',
    note: 'A note was added by you.',
    withdrawn: 'The complaint was withdrawn.',
    objected: 'You objected to somebody handling it. They no longer deal with it.',
    referred: 'You were pointed to an outside body.',
    closed: 'The complaint was closed.',
    reopened: 'The complaint was reopened.',
  },
  defaultOutcomes: { agreed: 'Agreed', partly: 'Partly agreed', disagreed: 'Not agreed' },
};

const zh: TrackingWords = {
  progress: {
    task: '我们正在核实您反映的情况。',
    parallel: '多个部门正在共同处理您的投诉。',
    'hand-over': '责任部门正在处理您的投诉。',
    approval: '给您的处理意见正在审批。',
    consent: '我们已提出解决方案，正在等待您的决定。',
    execute: '商定的解决方案正在落实。',
    reply: '我们正在准备给您的答复。',
    revisit: '解决方案已落实，我们将回访，了解您是否满意。',
    grant: '我们已按规定直接给予您补偿。',
    paused: '我们需要您补充资料或信息后才能继续处理，在此期间处理时限暂停计算。',
    between: '我们正在处理您的投诉。',
    archived: '此投诉已最终归档。',
  },
  closed: {
    resolved: '您的投诉已结案：问题已解决。',
    unfounded: '您的投诉已结案：经核实，投诉不属实。',
    withdrawn: '您的投诉已结案：您已撤回投诉。',
    'no-answer': '您的投诉已结案：我们未收到您的回复。',
    unresolved: '您的投诉已结案：双方未达成一致。',
    'not-accepted': '您的投诉已结案：不予受理。',
  },
  next: {
    answer: '我们将在此时间之前答复您。',
    choose: '请在此时间之前告诉我们您是否同意。',
    execute: '解决方案应在此时间之前落实。',
    visit: '我们将在此时间之前与您联系，了解您是否满意。',
    information: '请补充我们所需的资料或信息；最迟到此时间我们将继续处理。',
    reopen: '如果问题仍未解决，您可以在此时间之前重新提出。',
    guarantee: '如果在此时间之前再次出现同样的问题，请告诉我们，无需重新举证。',
    work: '目前这一步应在此时间之前完成。',
    late: '我们未能按时处理，非常抱歉。此事已上报，我们正在抓紧处理。',
  },
  history: {
    registered: '我们登记了您的投诉。',
    'handed-over': '已转交责任部门处理。',
    proposed: '我们向您提出了解决方案。',
    agreed: '您同意了解决方案。',
    partly: '您接受了部分解决方案。',
    disagreed: '您不同意解决方案。',
    silent: '我们未收到您对解决方案的回复。',
    granted: '我们已按规定直接给予您补偿。',
    executed: '解决方案已落实。',
    replied: '我们答复了您。',
    surveyed: '您反馈了满意度。',
    paused: '我们请您补充资料或信息，处理时限暂停计算。',
    resumed: '我们继续处理，时限恢复计算。',
    extended: '处理时间有所延长。',
    reported: '我们向您通报了处理进展。',
    round: '我们重新处理您的投诉。',
    evidence: '补充了证据材料。',
    note: '您补充了说明。',
    withdrawn: '投诉已撤回。',
    objected: '应您的申请，有关人员不再参与处理。',
    referred: '已向您说明可以寻求的外部途径。',
    closed: '投诉已结案。',
    reopened: '投诉已重新打开。',
  },
  defaultOutcomes: { agreed: '同意', partly: '部分同意', disagreed: '不同意' },
};

/** The words in a locale: Chinese for any Chinese one, else English. */
export function trackingWords(locale: string): TrackingWords {
  return locale.split('-')[0] === 'zh' ? zh : en;
}
