import {
  agrees,
  answers,
  answersSurvey,
  approves,
  carriesOut,
  CUSTOMER,
  deed,
  disagrees,
  founded,
  letTimePass,
  OWNER,
  takesOn,
  takesOver,
  visits,
  type Story,
} from './play';

const ENDED: readonly Story[] = [
  {
    file: '01-telephone-wall-crack',
    title: 'resolved, visited twice, archived',
    plays: [
      founded('engineering', '工程师现场查看：裂缝位于抹灰层，不涉及结构，属实。'),
      takesOver(),
      answers({
        answer: '铲除空鼓部位后挂网重新抹灰，并出具书面说明。',
        solution: [{ remedy: 'repair' }],
        speaksForCompany: false,
      }),
      approves(),
      agrees(),
      carriesOut('已按方案施工，客户在场验收。'),
      visits('satisfied', '墙面平整，观察一段时间再说。', { step: 1 }),
      answersSurvey('very-satisfied', '两周后仍无裂缝，谢谢。', { step: 2 }),
      letTimePass('closed'),
    ],
  },
  {
    file: '03-letter-water-leak',
    title: 'dissatisfied, a second round, resolved',
    plays: [
      founded('engineering', '屋面防水层老化，渗水属实。', { round: 1 }),
      founded('engineering', '雨后复查：落水口周边仍有渗水，上次只做了局部。', { round: 2 }),
      takesOver(),
      answers(
        { answer: '对渗水部位重做防水。', solution: [{ remedy: 'repair' }], speaksForCompany: true },
        { round: 1 },
      ),
      answers(
        {
          answer: '整个屋面重做防水，并按实际损失赔偿地板和墙纸。',
          solution: [{ remedy: 'repair' }, { remedy: 'compensation', amount: 860_000, currency: 'CNY' }],
          speaksForCompany: false,
        },
        { round: 2 },
      ),
      approves(),
      agrees(),
      carriesOut('防水施工完成，已做蓄水试验。'),
      visits('dissatisfied', '下了一场大雨，又渗了。', { round: 1 }),
      visits('satisfied', '目前不漏了。', { round: 2, step: 1 }),
      answersSurvey('satisfied', '雨季过后没有再渗水。', { round: 2, step: 2 }),
    ],
  },
  {
    file: '04-visit-rude-reception',
    title: 'unfounded, answered with the findings, closed',
    plays: [
      deed('investigate', OWNER, () => ({
        act: 'complete',
        outcome: 'unfounded',
        form: { findings: '调看当日录像并询问在场人员，接待过程符合规范，等候时间为四十分钟。' },
      })),
      deed('reply-unfounded', OWNER, () => ({
        act: 'complete',
        outcome: 'sent',
        form: { answer: '经调查，未发现您反映的情况。让您久等，我们仍表示歉意，并已增加交付现场的接待人手。' },
      })),
    ],
  },
  {
    file: '05-email-handover-delay',
    title: 'four offers refused, mediation fails, closed',
    plays: [
      founded('sales', 'The dates were given by telephone and none was kept. Founded.'),
      takesOver(),
      answers({
        answer: 'We confirm the handover by the end of next month, and apologise.',
        solution: [{ remedy: 'apology' }],
        speaksForCompany: true,
      }),
      disagrees('No binding date and no compensation, again.'),
      deed('mediation', OWNER, () => ({
        act: 'complete',
        outcome: 'not-agreed',
        form: { answer: 'Two meetings; the customer wishes the court to decide on the compensation.' },
      })),
      deed('final-reply', OWNER, () => ({
        act: 'complete',
        outcome: 'sent',
        form: { answer: 'We could not agree on the compensation. Our offer of a handover date stands.' },
      })),
    ],
  },
  {
    file: '10-email-invoice',
    title: 'withdrawn by the customer',
    plays: [
      takesOn('investigate'),
      deed('investigate', CUSTOMER, () => ({ act: 'withdraw', reason: '发票已经收到，不再投诉。' }), { after: '6wh' }),
    ],
  },
  {
    file: '12-web-model-home',
    title: 'the customer never answers the offer, closed',
    plays: [
      founded('sales', 'The model home shows a stone worktop, the apartment has laminate. Founded.'),
      takesOver(),
      answers({
        answer: 'We apologise, and replace the worktop with one of stone at half its price.',
        solution: [{ remedy: 'apology' }, { remedy: 'replacement' }],
        speaksForCompany: true,
      }),
      letTimePass('consent'),
    ],
  },
];

const OPEN: readonly Story[] = [
  {
    file: '02-web-lift-noise',
    title: 'waits for the customer to choose',
    plays: [
      founded('engineering', 'Measured at night: 38 dB in the bedroom. Founded.'),
      takesOver(),
      answers({
        answer: 'The guide rails get rubber bearings and the shaft wall is insulated.',
        solution: [{ remedy: 'repair' }, { remedy: 'compensation', amount: 200_000, currency: 'CNY' }],
        speaksForCompany: true,
      }),
      deed(
        'consent',
        CUSTOMER,
        () => ({ act: 'addEvidence', evidence: 'Recording of 2 a.m. sent to customer service; please listen first.' }),
        { unless: 'evidenceAdded' },
      ),
    ],
  },
  {
    file: '06-telephone-blocked-drain',
    title: 'nobody acts: the general manager holds it',
    plays: [
      deed(
        'investigate',
        'customer-service',
        () => ({ act: 'explainDelay', reason: '当日三名客服均在交付现场，未及时处理。' }),
        { unless: 'delayExplained' },
      ),
      letTimePass('investigate'),
    ],
  },
  {
    file: '07-web-short',
    title: 'paused: the customer owes information',
    plays: [
      takesOn('investigate'),
      deed('investigate', OWNER, () => ({ act: 'pause', reason: '请客户补充房号和报修单号。' }), { unless: 'paused' }),
    ],
  },
  {
    file: '08-letter-parking-space',
    title: 'second round, the department is late',
    plays: [
      founded('sales', 'Measured: the column stands 14 cm further in than the plan shows. Founded.'),
      deed('hand-over', OWNER, () => ({ act: 'declineHandover', reason: 'On a business trip until Friday.' }), {
        round: 1,
        unless: 'handoverDeclined',
      }),
      takesOver(),
      answers(
        {
          answer: 'We offer a reduction of the price.',
          solution: [{ remedy: 'refund', amount: 500_000, currency: 'CNY' }],
          speaksForCompany: true,
        },
        { round: 1 },
      ),
      disagrees('The space cannot be used at all; I want another one.', { round: 1 }),
      letTimePass('hand-over', { round: 2, below: 3 }),
    ],
  },
  {
    file: '09-visit-window-frames',
    title: 'second visit to come',
    plays: [
      founded('engineering', '密封条老化，属实。'),
      takesOver(),
      answers({ answer: '更换两扇窗的密封条。', solution: [{ remedy: 'replacement' }], speaksForCompany: true }),
      agrees(),
      carriesOut('密封条已更换，淋水试验合格。'),
      visits('neutral', '等下一场台风再看。', { step: 1 }),
    ],
  },
  {
    file: '11-telephone-owners-together',
    title: 'management is late with its approval',
    plays: [
      founded('engineering', 'Two tiles came loose at the expansion joint; the pavement is closed off. Founded.'),
      takesOver(),
      answers({
        answer: 'The whole facade is inspected from a lift within two weeks, and loose tiles are replaced.',
        solution: [{ remedy: 'repair' }, { remedy: 'replacement' }],
        speaksForCompany: false,
      }),
      letTimePass('management', { below: 1 }),
    ],
  },
  {
    file: '13-letter-noise-at-night',
    title: 'closed as resolved, reopened by the customer',
    plays: [
      founded('property-service', '夜间施工属实，未办理许可。', { round: 1 }),
      takesOver(),
      answers({
        answer: '已要求施工单位夜间停工，并向业主致歉。',
        solution: [{ remedy: 'apology' }],
        speaksForCompany: true,
      }),
      agrees(),
      carriesOut('夜间巡查一周，未再施工。'),
      visits('satisfied', '安静了。'),
      deed('closed', CUSTOMER, () => ({ act: 'reopen', reason: '昨天夜里又开始施工了。' }), {
        round: 1,
        after: '20wh',
      }),
      takesOn('investigate', { round: 2 }),
    ],
  },
  {
    file: '14-visit-lift-stopped',
    title: 'being carried out, with more time granted',
    plays: [
      founded('property-service', '电梯一周内三次停梯，属实。'),
      deed('hand-over', OWNER, () => ({ act: 'recuse', reason: '电梯维保单位的负责人是我的亲属。' }), {
        unless: 'recused',
      }),
      takesOver(),
      answers({
        answer: '更换主板，并更换维保单位。',
        solution: [{ remedy: 'repair' }],
        speaksForCompany: true,
      }),
      agrees(),
      deed('execute', 'supervisor', () => ({ act: 'extend', span: '3wd', reason: '主板需从外地调货。' }), {
        unless: 'extended',
      }),
      letTimePass('execute', { below: 1 }),
    ],
  },
];

/** One story for each complaint of `examples/intake/`, in its order. */
export const STORIES: readonly Story[] = [...ENDED, ...OPEN].sort((one, other) => (one.file < other.file ? -1 : 1));
