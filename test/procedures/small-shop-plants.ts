/** A passage of the small shop's rule book and what stands there instead; one § at most marks where a finding must point. */
export type Change = readonly [from: string, to: string];

/** What is wrong in words, how it is brought about, and what must be said about it. */
export type Planted = readonly [fault: string, changes: readonly Change[], said: RegExp];

const END_UNFOUNDED = 'outcomes: { sent: closed-unfounded }';
const END_UNRESOLVED = 'outcomes: { sent: closed-unresolved }';
const neverEnds = /can never end, whatever anybody does|nothing leads to stage|no way leads from stage/;
const unless = (when: string, then: string, otherwise: string): string =>
  `outcomes: { sent: { when: { ${when} }, then: ${then}, otherwise: ${otherwise} } }`;

const ENDS: readonly Planted[] = [
  ['a reply that is sent again and again', [[END_UNFOUNDED, 'outcomes: { sent: tell-reasons }']], neverEnds],
  ['a final reply that is sent again and again', [[END_UNRESOLVED, 'outcomes: { sent: final-reply }']], neverEnds],
  [
    'two replies that lead to one another',
    [
      [END_UNFOUNDED, 'outcomes: { sent: final-reply }'],
      [END_UNRESOLVED, 'outcomes: { sent: tell-reasons }'],
    ],
    neverEnds,
  ],
  [
    'a final reply that only a first round can end',
    [[END_UNRESOLVED, unless('round: 1', 'closed-unresolved', 'final-reply')]],
    neverEnds,
  ],
  [
    'a final reply that never lets go of trifles',
    [[END_UNRESOLVED, unless('trifle: false', 'closed-unresolved', 'final-reply')]],
    neverEnds,
  ],
  [
    'reasons that never let go of what came over the web',
    [[END_UNFOUNDED, unless('channel: counter', 'closed-unfounded', 'tell-reasons')]],
    neverEnds,
  ],
  [
    'reasons that never let go of one category',
    [[END_UNFOUNDED, unless('category: goods', 'closed-unfounded', 'tell-reasons')]],
    neverEnds,
  ],
  [
    'reasons that never let go where somebody was hurt',
    [[END_UNFOUNDED, unless('harm: none', 'closed-unfounded', 'tell-reasons')]],
    neverEnds,
  ],
  [
    'reasons that never let go of one language',
    [[END_UNFOUNDED, unless('locale: en', 'closed-unfounded', 'tell-reasons')]],
    neverEnds,
  ],
  [
    'a final reply that never lets go of large amounts',
    [[END_UNRESOLVED, unless('amount: { at-most: 50000 }', 'closed-unresolved', 'final-reply')]],
    neverEnds,
  ],
  [
    'a final reply that never lets go once a deadline was missed',
    [[END_UNRESOLVED, unless('deadlines-missed: 0', 'closed-unresolved', 'final-reply')]],
    neverEnds,
  ],
  [
    'visits that lead back to visits, whatever is said',
    [
      ['satisfied: closed-resolved\n      dissatisfied: final-reply', 'satisfied: ask\n      dissatisfied: ask'],
      ['unreachable: closed-resolved', 'unreachable: ask'],
    ],
    neverEnds,
  ],
  ['work that is carried out for ever', [['outcomes: { done: inspect }', 'outcomes: { done: mend }']], neverEnds],
];

const toNowhere = (from: string, to = from.replace(/[a-z-]+( \})?$/, 'nowhere$1')): Planted => [
  `"${from}" leading nowhere`,
  [[from, to]],
  /nowhere/,
];
const OUTCOMES: readonly Planted[] = [
  ...[
    'unfounded: tell-reasons',
    'otherwise: work-out',
    'outcomes: { granted: closed-resolved }',
    'outcomes: { examined: work-out }',
    'otherwise: approve }',
    'approved: offer',
    'agreed: mend',
    'silent: closed-no-answer',
    'outcomes: { done: inspect }',
    'good: ask',
    'satisfied: closed-resolved\n',
    'dissatisfied: final-reply',
    'unreachable: closed-resolved',
    END_UNFOUNDED,
    END_UNRESOLVED,
  ].map((from) => toNowhere(from, from.replace(/[a-z-]+( \}|\n)?$/, 'nowhere$1'))),
  ['silence without an outcome', [['      silent: closed-no-answer\n', '']], /silent/],
  ['a visit in vain without an outcome', [['      unreachable: closed-resolved\n', '']], /unreachable/],
  [
    'an approval that knows no way back',
    [['      returned: { then: work-out, most: 1, after: final-reply, assumed: true }\n', '']],
    /returned/,
  ],
  [
    'parts that may disagree and then lead nowhere',
    [
      ['outcomes: { examined: work-out }', 'outcomes: { examined: work-out, refused: final-reply }'],
      ['  good: {', '  refused: { zh-CN: 拒绝, en: Refused }\n  good: {'],
    ],
    /mixed/,
  ],
  [
    'an approval that nobody may give above the last limit',
    [['chain: [manager, { owner: boss, when: { amount: { at-least: 50001 } } }]', 'chain: [manager]']],
    /can never be approved in stage "approve"/,
  ],
];

const unreached = (stage: string): RegExp => new RegExp(`"${stage}"`);
const REACHABLE: readonly Planted[] = [
  ['a stage that no way leads to', [['good: ask', 'good: closed-resolved']], unreached('ask')],
  [
    'a grant that no way leads to',
    [['- { when: { trifle: true }, then: voucher }', '- { when: { trifle: true }, then: approve }']],
    unreached('voucher'),
  ],
  ['a joint examination that no way leads to', [['then: together }', 'then: work-out }']], unreached('together')],
  ['reasons that no way leads to', [['unfounded: tell-reasons', 'unfounded: final-reply']], unreached('tell-reasons')],
  [
    'an inspection that no way leads to',
    [['outcomes: { done: inspect }', 'outcomes: { done: ask }']],
    unreached('inspect'),
  ],
  ['an approval that no way leads to', [['otherwise: approve }', 'otherwise: offer }']], unreached('approve')],
  ['an end that no way leads to', [['silent: closed-no-answer', 'silent: final-reply']], unreached('closed-no-answer')],
  ['a way for a round that never is', [['when: { trifle: true }', 'when: { round: 0 }']], /never leads to "voucher"/],
  [
    'a way for what contradicts itself',
    [['when: { severity: major }, then', 'when: { severity: major, harm: none }, then']],
    /never leads to "together"/,
  ],
  [
    'a way for less than nothing',
    [['when: { within-discretion: true }', 'when: { amount: { at-most: -1 } }']],
    /never leads to "offer"/,
  ],
  [
    'a way for an amount both small and large',
    [['when: { within-discretion: true }', 'when: { within-discretion: true, amount: { at-least: 10001 } }']],
    /never leads to "offer"/,
  ],
  [
    'a second line with the condition of the first',
    [['when: { trifle: true }, then', 'when: { severity: major }, then']],
    /never leads to "voucher"/,
  ],
  [
    'a way for deadlines that nobody can have missed yet',
    [['when: { trifle: true }', 'when: { deadlines-missed: { at-least: 2 } }']],
    /never leads to "voucher"/,
  ],
  [
    'a part that is asked in no complaint',
    [['when: { category: service }', 'when: §{ category: service, harm: none }']],
    /part "law" of stage "together" is asked in no complaint/,
  ],
  [
    'an approver who is asked in no complaint',
    [
      [
        '{ owner: boss, when: { amount: { at-least: 50001 } } }',
        '§{ owner: boss, when: { amount: { at-least: 50001 }, round: 0 } }',
      ],
    ],
    /"boss" is asked for approval in "approve" in no complaint/,
  ],
];

const roundAndRound = /can go round without end|comes round again and again|"most"|most/;
const DISAGREED = '{ then: work-out, new-round: true, most: 1, after: final-reply, assumed: true }';
const NO_ANSWER: Change = ['unreachable: closed-resolved', 'unreachable: closed-no-answer'];
const LOOPS: readonly Planted[] = [
  [
    'disagreement that goes back without end',
    [[`disagreed: ${DISAGREED}`, 'disagreed: §{ then: work-out, new-round: true }']],
    roundAndRound,
  ],
  [
    'disagreement that asks the same again without end',
    [[`disagreed: ${DISAGREED}`, 'disagreed: §offer']],
    roundAndRound,
  ],
  [
    'dissatisfaction that starts again without end',
    [['dissatisfied: final-reply', 'dissatisfied: §{ then: look-into, new-round: true }']],
    roundAndRound,
  ],
  [
    'dissatisfaction that has it carried out again without end',
    [['dissatisfied: final-reply', 'dissatisfied: §mend']],
    roundAndRound,
  ],
  [
    'dissatisfaction that leads back to a solution without end',
    [['dissatisfied: final-reply', 'dissatisfied: §work-out']],
    roundAndRound,
  ],
  [
    'dissatisfaction that is offered the same again without end',
    [['dissatisfied: final-reply', 'dissatisfied: offer']],
    roundAndRound,
  ],
  [
    'a visit in vain that has it carried out again without end',
    [['unreachable: closed-resolved', 'unreachable: §mend']],
    roundAndRound,
  ],
  [
    'a visit in vain that is tried again without end',
    [['unreachable: closed-resolved', 'unreachable: §ask']],
    roundAndRound,
  ],
  [
    'silence that sends it back without end',
    [['silent: closed-no-answer', 'silent: §work-out'], NO_ANSWER],
    roundAndRound,
  ],
  [
    'silence that asks the same question again',
    [['silent: closed-no-answer', 'silent: §offer'], NO_ANSWER],
    roundAndRound,
  ],
  [
    'an inspection that fails without end',
    [['bad: { then: mend, most: 1, after: final-reply, assumed: true }', 'bad: §mend']],
    roundAndRound,
  ],
  [
    'an approval that gives back without end',
    [['returned: { then: work-out, most: 1, after: final-reply, assumed: true }', 'returned: §work-out']],
    roundAndRound,
  ],
  [
    'an offer to one category that goes back without end',
    [[`disagreed: ${DISAGREED}`, 'disagreed: §{ when: { category: goods }, then: work-out, otherwise: final-reply }']],
    roundAndRound,
  ],
  [
    'an offer after a joint examination that goes back without end',
    [[`disagreed: ${DISAGREED}`, 'disagreed: §{ when: { severity: major }, then: together, otherwise: final-reply }']],
    roundAndRound,
  ],
];

const unanswered = /closes a complaint that was never answered/;
const APOLOGY = '      apology: { title: { zh-CN: 致歉, en: Apology }, kind: text, required: true }\n';
const LAST_APOLOGY = '      apology: { title: { zh-CN: 诚挚道歉, en: Our apology }, kind: text, required: true }\n';
const FINDINGS = 'en: Findings }, kind: text, required: true }\n    outcomes';
const ANSWERED: readonly Planted[] = [
  [
    'what is unfounded closed without a word',
    [
      [
        'unfounded: tell-reasons',
        'unfounded: §{ when: { category: goods }, then: closed-unfounded, otherwise: tell-reasons }',
      ],
    ],
    unanswered,
  ],
  [
    'trifles closed without a word',
    [
      [
        '          - { when: { trifle: true }',
        '          - { when: { trifle: true, category: goods }, then: closed-resolved }\n          - { when: { trifle: true }',
      ],
    ],
    unanswered,
  ],
  [
    'everything else closed without a word',
    [['        otherwise: work-out', '        otherwise: closed-resolved']],
    unanswered,
  ],
  [
    'a joint examination that closes without a word',
    [['outcomes: { examined: work-out }', 'outcomes: { examined: §closed-resolved }']],
    unanswered,
  ],
  [
    'a solution worked out that closes without a word',
    [['then: offer, otherwise: approve }', 'then: closed-resolved, otherwise: approve }']],
    unanswered,
  ],
  [
    'management that closes instead of giving back',
    [['returned: { then: work-out, most: 1, after: final-reply, assumed: true }', 'returned: §closed-unresolved']],
    unanswered,
  ],
  [
    'management that closes what comes a second time',
    [
      [
        'returned: { then: work-out, most: 1, after: final-reply',
        'returned: §{ then: work-out, most: 1, after: closed-unresolved',
      ],
    ],
    unanswered,
  ],
  ['an approval that carries out what was never offered', [['approved: offer', 'approved: mend']], unanswered],
  [
    'a solution carried out that was never offered',
    [['then: offer, otherwise: approve }', 'then: mend, otherwise: approve }']],
    unanswered,
  ],
  ['reasons without an apology', [[APOLOGY, '']], /apology/],
  ['a final reply without an apology', [[LAST_APOLOGY, '']], /apology/],
  ['reasons with an apology that may be left out', [[APOLOGY, APOLOGY.replace(', required: true', '')]], /apology/],
  [
    'reasons with findings that may be left out',
    [
      [
        'en: Findings }, kind: text, required: true }\n    outcomes: { sent',
        'en: Findings }, kind: text }\n    outcomes: { sent',
      ],
    ],
    /findings/,
  ],
  [
    'a final reply with findings that may be left out',
    [['en: Final findings }, kind: text, required: true }', 'en: Final findings }, kind: text }']],
    /findings/,
  ],
  [
    'reasons that can be sent empty where no parts are compulsory',
    [
      ['reply-parts: [apology, findings]\n', ''],
      [APOLOGY, ''],
      [FINDINGS, 'en: Findings }, kind: text }\n    outcomes'],
    ],
    /can be sent empty/,
  ],
];

const notKept = /cannot be kept|never runs|never comes while it runs/;
const PROMISE = '    within: 12wd\n';
const within = (span: string): Change => [PROMISE, `    within: §${span}\n`];
const CLOCKS: readonly Planted[] = [
  ['a promise of one working day', [within('1wd')], notKept],
  ['a promise of three working days', [within('3wd')], notKept],
  ['a promise of five working days', [within('5wd')], notKept],
  ['a promise of two days', [within('2d')], notKept],
  ['a promise of twelve hours', [within('12h')], notKept],
  ['a promise of eight working hours', [within('8wh')], notKept],
  [
    'a promise that a longer investigation breaks',
    [['    owner: receiver\n    within: 2wd', '    owner: receiver\n    within: 20wd'], within('12wd')],
    notKept,
  ],
  [
    'a promise that a longer hand-over breaks',
    [
      [
        '    take-within: 1wd\n    not-taken: [supervisor]\n    within: 2wd',
        '    take-within: 1wd\n    not-taken: [supervisor]\n    within: 15wd',
      ],
      within('12wd'),
    ],
    notKept,
  ],
  [
    'a promise that a longer approval breaks',
    [
      [
        '    within: 1wd\n    assumed: true\n    ladder: up\n    outcomes:\n      approved',
        '    within: 15wd\n    assumed: true\n    ladder: up\n    outcomes:\n      approved',
      ],
      within('12wd'),
    ],
    notKept,
  ],
  [
    'a promise that the limit of grave cases breaks',
    [
      ['within-if: [{ when: { severity: major }, within: 1wd', 'within-if: [{ when: { severity: major }, within: 19wd'],
      within('12wd'),
    ],
    notKept,
  ],
  ['a promise that starts when all is over', [['from: received', 'from: §closed']], notKept],
  ['a promise that waits for what is past', [['until: replied', 'until: §received']], notKept],
  ['a legal limit of three days', [['within: 45d', 'within: §3d']], notKept],
  ['a legal limit of one working day', [['within: 45d', 'within: §1wd']], notKept],
  ['a legal limit that counts from an end', [['from: registered', 'from: { left: tell-reasons }']], notKept],
  [
    'a legal limit that waits for what was before',
    [['from: registered\n    until: { entered: offer }', 'from: { left: offer }\n    until: §{ entered: look-into }']],
    notKept,
  ],
  [
    'a promise for complaints that never are',
    [['    until: replied\n', '    until: replied\n    when: { round: 0 }\n']],
    notKept,
  ],
];

const own = /approve what they proposed|approve at two steps|must stand aside/;
const CHAIN = 'chain: [manager, { owner: boss, when: { amount: { at-least: 50001 } } }]';
const before = (stage: string, owner: string): Change => [
  `  ${stage}:\n`,
  `  counsel:
    title: { zh-CN: 会商, en: Counsel }
    kind: task
    owner: ${owner}
    within: 1wd
    assumed: true
    ladder: up
    outcomes: { good: approve }

  ${stage}:
`,
];
const asked = (owner: string): Planted => [
  `counsel of the ${owner} in between, so that who proposed may approve`,
  [before('mend', owner), ['otherwise: approve }', 'otherwise: counsel }']],
  own,
];
const twice = (words: string, chain: string): Planted => [words, [[CHAIN, chain]], own];
const OWN: readonly Planted[] = [
  ...['clerk', 'lawyer', 'inspector', 'receiver'].map((owner) => asked(owner)),
  ...['[workshop]', '[workshop, manager]', '[workshop, boss]', '[workshop, manager, boss]'].map((chain): Planted => [
    `a confirmation by ${chain}, who worked it out`,
    [
      [
        '  ask:\n',
        `  confirm:
    title: { zh-CN: 确认, en: Confirmation }
    kind: approval
    chain: ${chain}
    within: 1wd
    assumed: true
    ladder: up
    outcomes: { approved: ask, returned: final-reply }

  ask:
`,
      ],
      ['good: ask', 'good: confirm'],
    ],
    own,
  ]),
  twice(
    'a chain that asks the same people twice',
    'chain: [manager, manager, { owner: boss, when: { amount: { at-least: 50001 } } }]',
  ),
  twice('a chain that comes back to its first', 'chain: [manager, boss, manager, boss]'),
  twice('a chain that asks the boss twice', 'chain: [boss, boss]'),
  twice(
    'a chain that asks the boss again about large amounts',
    'chain: [boss, { owner: boss, when: { amount: { at-least: 50001 } } }]',
  ),
  twice(
    'a chain that asks the manager again in grave cases',
    'chain: [manager, { owner: manager, when: { severity: major } }, { owner: boss, when: { amount: { at-least: 50001 } } }]',
  ),
  twice(
    'a chain that asks the manager again about goods',
    'chain: [manager, { owner: manager, when: { category: goods } }, { owner: boss, when: { amount: { at-least: 50001 } } }]',
  ),
];

const unknown = /turns on|fact|offers|required|asks/;
const optional = (from: string): readonly Change[] => [
  [from, from.replace(', required: true', '').replace('\n        required: true', '')],
];
const FACTS: readonly Planted[] = [
  [
    'a question that a table needs and that may stay open',
    optional('kind: choice\n        required: true\n        options: { none'),
    /turns on "harm"/,
  ],
  [
    'a question that a way turns on and that may stay open',
    optional('kind: yes-no, required: true }'),
    /turns on "trifle"/,
  ],
  ['a department that may stay unnamed', optional('kind: department, required: true }'), /turns on "responsible"/],
  [
    'a department that is named with the wrong outcome',
    [['kind: department, required: true }', 'kind: department, required-if: unfounded }']],
    /turns on "responsible"/,
  ],
  ['an offer with nothing in it', optional('kind: remedies, required: true }'), /turns on "solution"/],
  [
    'an amount before anything is offered',
    [['when: { trifle: true }', 'when: { amount: { at-most: 100 } }']],
    /turns on "amount", before anything is offered/,
  ],
  [
    'discretion before anything is offered',
    [['when: { trifle: true }', 'when: { within-discretion: true }']],
    /turns on "within-discretion", before anything is offered/,
  ],
  [
    'a way that turns on what is asked only later',
    [['when: { trifle: true }', 'when: { satisfaction: happy }']],
    /turns on "satisfaction"/,
  ],
  [
    'an approver by what is asked only later',
    [['when: { amount: { at-least: 50001 } }', 'when: { amount: { at-least: 50001 }, satisfaction: happy }']],
    /turns on "satisfaction"/,
  ],
  [
    'a limit by what is asked only later',
    [['within-if: [{ when: { severity: major }', 'within-if: [{ when: { satisfaction: happy }']],
    /turns on "satisfaction"/,
  ],
  [
    'an owner by what is asked only later',
    [
      [
        '    owner: clerk\n    offer: solution',
        '    owner: clerk\n    owner-if: §[{ when: { satisfaction: happy }, owner: manager }]\n    offer: solution',
      ],
    ],
    /the owner of stage "offer" turns on "satisfaction"/,
  ],
  [
    'a part by what is asked only later',
    [['when: { category: service }', 'when: { satisfaction: happy }']],
    /turns on "satisfaction"/,
  ],
  [
    'an end by what only some are asked',
    [
      [
        'satisfied: closed-resolved\n',
        'satisfied: §{ when: { extra: true }, then: closed-resolved, otherwise: final-reply }\n',
      ],
      [
        '        form: { opinion',
        '        form: { extra: { title: { zh-CN: 额外, en: Extra }, kind: yes-no, required: true }, opinion',
      ],
    ],
    /turns on "extra"/,
  ],
  ['a condition on a fact that does not exist', [['when: { trifle: true }', 'when: { §triffle: true }']], unknown],
];

const OWNED = ['look-into', 'work-out', 'offer', 'mend', 'inspect', 'ask', 'tell-reasons', 'final-reply'];

/** Takes a line out of a stage. */
export function withoutLine(text: string, stage: string, line: RegExp): string {
  const start = text.indexOf(`\n  ${stage}:\n`);
  const end = text.slice(start + 1).search(/\n\n/) + start + 1;
  return text.slice(0, start) + text.slice(start, end).replace(line, '') + text.slice(end);
}

/** What a stage can lack, besides what `PLANTED` says. */
export const LACKING: readonly (readonly [fault: string, stage: string, line: RegExp, said: RegExp])[] = [
  ...OWNED.map((stage) => [`${stage} without an owner`, stage, /\n    owner: [a-z]+/, /owner/] as const),
  ...OWNED.map((stage) => [`${stage} without a limit`, stage, /\n    within: \w+/, /within/] as const),
  ...OWNED.filter((stage) => stage !== 'offer').map(
    (stage) => [`${stage} without a ladder`, stage, /\n    ladder: up/, /ladder/] as const,
  ),
];

const HELD: readonly Planted[] = [
  ['a ladder that gives it to nobody', [['    - { at: +2wd, give-to: boss }\n', '']], /give-to|can wait for ever/],
  [
    'a ladder that only tells the boss',
    [['    - { at: +2wd, give-to: boss }', '    - { at: +2wd, tell: boss }']],
    /give-to|can wait for ever/,
  ],
  [
    'a ladder that only reminds',
    [['    - { at: +0, tell: supervisor, explain: owner }\n    - { at: +2wd, give-to: boss }\n', '']],
    /give-to|can wait for ever/,
  ],
  ['a ladder that gives it to somebody unknown', [['give-to: boss', 'give-to: chief']], /chief/],
  ['an owner who does not exist', [['    owner: inspector', '    owner: examiner']], /examiner/],
  ['a part without an owner', [['        owner: lawyer\n', '']], /owner/],
  ['a part without a limit', [['        owner: lawyer\n        within: 2wd\n', '        owner: lawyer\n']], /within/],
  ['an approval without approvers', [[CHAIN, 'chain: []']], /chain|at least one/],
];

const beyond = /beyond what anybody who has seen it may grant/;
const APPROVED = '      approved: offer\n';
const RETURNED = 'returned: { then: work-out, most: 1, after: final-reply, assumed: true }';
const OTHERWISE = 'otherwise: approve }';
/** To the look at it, but for what is both a trifle and grave. */
const TO_LOOK: Change = [
  '{ when: { within-discretion: true }, then: offer, otherwise: approve }',
  '{ cases: [{ when: { within-discretion: true }, then: offer }, { when: { trifle: true }, then: approve }], otherwise: look }',
];
/** A look at the solution by somebody who may not grant it, or who may. */
const look = (owner: string, then: string, form = ''): Change => [
  '  mend:\n',
  `  look:
    title: { zh-CN: 过目, en: A look at it }
    kind: task
    owner: ${owner}
    within: 1wd
    assumed: true
    ladder: up
${form}    outcomes: { good: ${then} }

  mend:
`,
];
const looked = (owner: string, then: string): Planted => [
  `a look by the ${owner} instead of an approval, then "${then}"`,
  [look(owner, then), TO_LOOK],
  beyond,
];
const FURTHER = `    form:
      further: { title: { zh-CN: 另行补偿, en: Further remedy }, kind: remedies, required: true }
`;
const DISCRETION: readonly Planted[] = [
  looked('clerk', 'offer'),
  looked('lawyer', 'offer'),
  looked('inspector', 'mend'),
  looked('clerk', 'mend'),
  ['a solution given back that is offered after all', [[RETURNED, 'returned: §offer']], beyond],
  ['a solution given back that is carried out after all', [[RETURNED, 'returned: §mend']], beyond],
  [
    'a solution given back twice that is offered after all',
    [['most: 1, after: final-reply, assumed: true }\n\n  offer', 'most: 1, after: offer, assumed: true }\n\n  offer']],
    beyond,
  ],
  ['a solution turned down that is offered after all', [[APPROVED, `${APPROVED}      rejected: §offer\n`]], beyond],
  ['a solution turned down that is carried out after all', [[APPROVED, `${APPROVED}      rejected: mend\n`]], beyond],
  [
    'an approval that asks nobody above its limit',
    [[CHAIN, 'chain: [{ owner: manager, when: { amount: { at-most: 50000 } } }]']],
    beyond,
  ],
  [
    'an approval that asks nobody where somebody was hurt',
    [[CHAIN, 'chain: [{ owner: boss, when: { severity: general } }]']],
    beyond,
  ],
  [
    'an approval of a further remedy that lets the first through unseen',
    [look('workshop', 'approve', FURTHER), [OTHERWISE, 'otherwise: look }']],
    beyond,
  ],
  [
    'a look by two of them, of whom neither may grant it',
    [
      look('clerk', 'ask-again'),
      TO_LOOK,
      [
        '  ask:\n',
        `  ask-again:
    title: { zh-CN: 再看, en: Another look }
    kind: task
    owner: lawyer
    within: 1wd
    assumed: true
    ladder: up
    outcomes: { good: offer }

  ask:
`,
      ],
    ],
    beyond,
  ],
];

/** Each property with what breaks it. */
export const PLANTED: Readonly<Record<string, readonly Planted[]>> = {
  'every path can end': ENDS,
  'no stage waits without owner, limit and last rung': HELD,
  'every outcome leads somewhere': OUTCOMES,
  'no stage is unreachable': REACHABLE,
  'what comes round again is bounded or climbs': LOOPS,
  'the customer is answered on every path, with every compulsory part': ANSWERED,
  'promises and legal limits can be kept': CLOCKS,
  'nobody approves their own proposal': OWN,
  'nothing beyond discretion commits': DISCRETION,
  'every fact is asked before something turns on it': FACTS,
};

/** Changes that do no harm. */
export const HARMLESS: readonly (readonly [words: string, changes: readonly Change[]])[] = [
  ['a longer investigation', [['    owner: receiver\n    within: 2wd', '    owner: receiver\n    within: 3wd']]],
  ['a limit in hours', [['    owner: inspector\n    within: 1wd', '    owner: inspector\n    within: 24h']]],
  ['a third visit attempt', [['attempts: 2', 'attempts: 3']]],
  ['more rounds of disagreement', [['new-round: true, most: 1', 'new-round: true, most: 3']]],
  [
    'everything within the discretion of the workshop',
    [
      ['mechanic: 10000', 'mechanic: any'],
      [
        '{ when: { within-discretion: true }, then: offer, otherwise: approve }',
        '{ when: { amount: { at-most: 10000 } }, then: offer, otherwise: approve }',
      ],
    ],
  ],
  ['an approval by the boss alone', [[CHAIN, 'chain: [boss]']]],
  [
    'no discretion, and every solution approved',
    [
      ['{ when: { within-discretion: true }, then: offer, otherwise: approve }', 'approve'],
      ['mechanic: 10000, ', ''],
    ],
  ],
  ['a solution turned down that is answered', [[APPROVED, `${APPROVED}      rejected: final-reply\n`]]],
  ['no objections', [['objections: { most: 1, assumed: true }\n', '']]],
  ['no guarantee', [['guarantee: { within: 90d, then: mend, assumed: true }\n', '']]],
  [
    'another rung',
    [['    - { at: +2wd, give-to: boss }\n', '    - { at: +1wd, tell: manager }\n    - { at: +2wd, give-to: boss }\n']],
  ],
  [
    'an owner by severity',
    [
      [
        '    owner: clerk\n    within: 1wd\n    assumed: true\n    ladder: up\n    form:\n      apology: { title: { zh-CN: 致歉',
        '    owner: clerk\n    owner-if: [{ when: { severity: major }, owner: manager }]\n    within: 1wd\n    assumed: true\n    ladder: up\n    form:\n      apology: { title: { zh-CN: 致歉',
      ],
    ],
  ],
  ['a further channel', [['  web: {', '  post: { zh-CN: 信, en: Letter }\n  web: {']]],
  [
    'progress told at a rhythm',
    [
      [
        '    owner: workshop\n    within: 5wd\n',
        '    owner: workshop\n    within: 5wd\n    progress: { every: 2wd, most: 2, assumed: true }\n',
      ],
    ],
  ],
  [
    'a number that ways turn on, asked before',
    [
      [
        '      trifle: {',
        '      days: { title: { zh-CN: 天数, en: Days }, kind: number, required: true }\n      trifle: {',
      ],
      ['when: { trifle: true }', 'when: { trifle: true, days: { at-least: 3, at-most: 10 } }'],
    ],
  ],
  [
    'an approver for large amounts by category',
    [['when: { amount: { at-least: 50001 } }', 'when: { amount: { at-least: 50001 }, category: [goods, service] }']],
  ],
  ['a partly accepted offer', [['      agreed: mend\n', '      agreed: mend\n      partly: mend\n']]],
  ['one remedy of several', [['    offer: solution\n', '    offer: solution\n    choose: one\n']]],
  [
    'a clock for grave cases only',
    [
      [
        'outcome-titles:\n',
        '  grave:\n    title: { zh-CN: 重大期限, en: Grave cases }\n    kind: promise\n    from: received\n    until: { left: together }\n    when: { severity: major }\n    within: 10wd\n    assumed: true\n    ladder: [{ at: +0, tell: boss }]\n\noutcome-titles:\n',
      ],
    ],
  ],
];
