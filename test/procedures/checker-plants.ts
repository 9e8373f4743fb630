import type { Property } from '../../procedures/checker/finding';

/** A passage of the shipped rule book and what stands there instead; one § marks where the finding must point. */
export type Edit = readonly [from: string, to: string];

export interface Plant {
  readonly property: Property;
  readonly severity?: 'error' | 'warning';
  readonly rule: string;
  readonly edits: readonly Edit[];
  readonly message: RegExp;
  readonly story: RegExp;
}

const UNREACHABLE_TO_NO_ANSWER: Edit = ['unreachable: closed-resolved', 'unreachable: closed-no-answer'];
const COUNSEL_TITLE: Edit = ['  not-agreed: {', '  looked-at: { zh-CN: 已阅, en: Looked at }\n  not-agreed: {'];
const counsel = (owner: string): Edit => [
  '  mediation:\n',
  `  counsel:
    title: { zh-CN: 会商, en: Counsel }
    kind: task
    owner: ${owner}
    within: 1wd
    assumed: true
    ladder: desk
    outcomes: { looked-at: management }

  mediation:
`,
];

/** The developer's people may grant only so much. */
const LIMITED: Edit = [
  'owners:\n  desk:',
  `discretion:
  currency: CNY
  limits: { handler: 10000, manager: any, general-manager: any }
  assumed: true

owners:
  desk:`,
];

/** Faults that the loader cannot see: each names real stages, owners and facts, and goes wrong only when it is lived. */
export const PLANTS: readonly Plant[] = [
  {
    property: 'ends',
    rule: 'a reply that is sent again and again',
    edits: [
      [
        'sent: closed-unfounded',
        'sent: { when: { responsible: x }, then: closed-unfounded, otherwise: reply-unfounded }',
      ],
      ['  reply-unfounded:\n', '  §reply-unfounded:\n'],
    ],
    message: /from stage "reply-unfounded" on it can never end/,
    story:
      /^registered, day 0 · unfounded.*, day 0 · day 0: in "reply-unfounded", and no way leads to an end any more$/,
  },
  {
    property: 'ends',
    rule: 'a remedy carried out for ever because of an answer that nobody asks again',
    edits: [
      ['done: revisit', 'done: { when: { speaks-for-company: true }, then: revisit, otherwise: execute }'],
      ['  execute:\n', '  §execute:\n'],
    ],
    message: /from stage "execute" on it can never end/,
    story: /answered \(speaks-for-company: no\), day 0 · approved, day 0 · agreed, day 0 · day 0: in "execute"/,
  },
  {
    property: 'ends',
    rule: 'a final reply that only a first round can end',
    edits: [
      ['sent: closed-unresolved', 'sent: { when: { round: 1 }, then: closed-unresolved, otherwise: final-reply }'],
      ['  final-reply:\n', '  §final-reply:\n'],
    ],
    message: /from stage "final-reply" on it can never end/,
    story: /not-agreed, day 0 · day 0: in "final-reply"/,
  },
  {
    property: 'ends',
    rule: 'a final reply that is sent for ever in one kind of place',
    edits: [
      [
        'sent: closed-unresolved',
        'sent: { when: { place-kind: depot }, then: final-reply, otherwise: closed-unresolved }',
      ],
      ['  final-reply:\n', '  §final-reply:\n'],
    ],
    message: /from stage "final-reply" on it can never end/,
    story: /^registered \(place-kind: depot\), day 0 .*not-agreed, day 0 · day 0: in "final-reply"/,
  },
  {
    property: 'ends',
    rule: 'a final reply that is sent for ever where no place is known',
    edits: [
      [
        'sent: closed-unresolved',
        'sent: { when: { place-kind: [depot, store] }, then: closed-unresolved, otherwise: final-reply }',
      ],
      ['  final-reply:\n', '  §final-reply:\n'],
    ],
    message: /from stage "final-reply" on it can never end/,
    story: /^registered, day 0 .*not-agreed, day 0 · day 0: in "final-reply"/,
  },
  {
    property: 'ends',
    rule: 'a mediation that never lets go of one category',
    edits: [
      [
        'agreed: execute\n      not-agreed: final-reply',
        `agreed: { when: { category: construction-quality }, then: execute, otherwise: mediation }
      not-agreed: { when: { category: construction-quality }, then: final-reply, otherwise: mediation }`,
      ],
      ['  mediation:\n', '  §mediation:\n'],
    ],
    message: /from stage "mediation" on it can never end/,
    story: /disagreed, day 0 · day 0: in "mediation"/,
  },
  {
    property: 'held',
    rule: 'silence that asks the same question again',
    edits: [UNREACHABLE_TO_NO_ANSWER, ['silent: closed-no-answer', 'silent: §consent']],
    message: /when nobody acts "consent" comes round again and again/,
    story: /answered \(.*\), day 0 · nobody acts: silent, day 7 · day 7: "consent" again, and so on for ever$/,
  },
  {
    property: 'held',
    rule: 'silence that asks the same question in a new round',
    edits: [UNREACHABLE_TO_NO_ANSWER, ['silent: closed-no-answer', 'silent: §{ then: consent, new-round: true }']],
    message: /when nobody acts "consent" comes round again and again/,
    story: /"consent" again, and so on for ever$/,
  },
  {
    property: 'held',
    rule: 'two questions that silence leads to one another',
    edits: [
      UNREACHABLE_TO_NO_ANSWER,
      ['silent: closed-no-answer', 'silent: second-offer'],
      [
        '  mediation:\n',
        `  second-offer:
    title: { zh-CN: 再次征求意见, en: Second offer }
    kind: consent
    owner: desk
    offer: solution
    within: 3d
    assumed: true
    ladder: []
    outcomes: { agreed: execute, disagreed: final-reply, silent: §consent }

  mediation:
`,
      ],
    ],
    message: /when nobody acts "second-offer" comes round again and again/,
    story: /nobody acts: silent, day 7 · nobody acts: silent, day 10 · day 10: "consent" again/,
  },
  {
    property: 'held',
    rule: 'silence that asks for ever where one category is concerned',
    edits: [
      [
        'silent: closed-no-answer',
        'silent: §{ when: { category: service-quality }, then: consent, otherwise: closed-no-answer }',
      ],
    ],
    message: /when nobody acts "consent" comes round again and again/,
    story: /nobody acts: silent, day 7/,
  },
  {
    property: 'ladder',
    rule: 'hours that pass before the working day above them',
    edits: [
      ['    - { at: +2wd, tell: customer-service-head }\n', '    - { at: +2h, tell: customer-service-head }\n'],
      ['    assumed: [take-within]\n    ladder: department', '    assumed: [take-within]\n    ladder: §department'],
    ],
    message: /rung 3 of the ladder of "hand-over" comes after rung 4/,
    story: /founded \(responsible: works\), day 0 · nobody acts/,
  },
  {
    property: 'ladder',
    rule: 'a share of the limit that lies behind the last rung',
    edits: [
      [
        '    - { at: +0, tell: customer-service-head, explain: owner }\n    - { at: +1wd',
        '    - { at: 400%, tell: customer-service-head, explain: owner }\n    - { at: +1wd',
      ],
      ['ladder: management', 'ladder: §management'],
    ],
    message: /rung 2 of the ladder of "management" comes after rung 3/,
    story: /answered \(speaks-for-company: no\), day 0 · nobody acts/,
  },
  {
    property: 'ladder',
    rule: 'the general manager losing it to the head of customer service',
    edits: [
      [
        '    - { at: +1wd, tell: customer-service-head }\n    - { at: +3wd, give-to: general-manager }',
        '    - { at: +1wd, give-to: general-manager }\n    - { at: +3wd, give-to: customer-service-head }',
      ],
      ['within: 3wd\n    assumed: true\n    ladder: desk', 'within: 3wd\n    assumed: true\n    ladder: §desk'],
    ],
    message: /the ladder of "investigate" gives it to "general-manager" and then to "customer-service-head"/,
    story: /^registered, day 0 · nobody acts.* · day \d+: "general-manager" loses it to "customer-service-head"$/,
  },
  {
    property: 'ladder',
    rule: 'the general manager losing a mediation to its own head',
    edits: [
      [
        '    - { at: +2wd, give-to: general-manager }',
        '    - { at: +2wd, give-to: general-manager }\n    - { at: +3wd, give-to: customer-service-head }',
      ],
      ['ladder: head', 'ladder: §head'],
    ],
    message: /the ladder of "mediation" gives it to "general-manager"/,
    story: /disagreed, day 0 · nobody acts/,
  },
  {
    property: 'reachable',
    rule: 'a case for a round that never is',
    edits: [['founded: hand-over', '§founded: { when: { round: 0 }, then: mediation, otherwise: hand-over }']],
    message: /"founded" of stage "investigate" never leads to "mediation"/,
    story: /^$/,
  },
  {
    property: 'reachable',
    rule: 'the second of two cases with the same condition',
    edits: [
      [
        'answered: { when: { speaks-for-company: true }, then: consent, otherwise: management }',
        '§answered: { cases: [{ when: { speaks-for-company: true }, then: consent }, { when: { speaks-for-company: true }, then: mediation }], otherwise: management }',
      ],
    ],
    message: /"answered" of stage "hand-over" never leads to "mediation"/,
    story: /^$/,
  },
  {
    property: 'reachable',
    rule: 'dissatisfaction where every answer counts as satisfied',
    edits: [
      [
        '    satisfied: [very-satisfied, satisfied]',
        '    satisfied: [very-satisfied, satisfied, neutral, dissatisfied, very-dissatisfied]',
      ],
      ['    doubtful: [neutral]', '    doubtful: []'],
      ['      dissatisfied: { then', '      §dissatisfied: { then'],
    ],
    message: /stage "revisit" never ends with "dissatisfied"/,
    story: /^$/,
  },
  {
    property: 'reachable',
    rule: 'a stage behind a condition that never holds',
    edits: [
      COUNSEL_TITLE,
      ['answered: { when', 'answered: { cases: [{ when: { round: 0 }, then: counsel }, { when'],
      ['then: consent, otherwise: management }', 'then: consent }], otherwise: management }'],
      [counsel('desk')[0], counsel('desk')[1].replace('  counsel:', '  §counsel:')],
    ],
    message: /no complaint ever comes to stage "counsel"/,
    story: /^$/,
  },
  {
    property: 'loops',
    rule: 'dissatisfaction that starts again without end',
    edits: [
      [
        'dissatisfied: { then: investigate, new-round: true, most: 3, after: final-reply, assumed: true }',
        'dissatisfied: §{ then: investigate, new-round: true }',
      ],
    ],
    message: /"dissatisfied" of stage "revisit" can go round without end/,
    story: /visited \(satisfaction: dissatisfied\), day 0 · .* again, and so on without end$/,
  },
  {
    property: 'loops',
    rule: 'disagreement that goes back without end',
    edits: [
      [
        'disagreed: { then: hand-over, new-round: true, most: 3, after: mediation, assumed: true }',
        'disagreed: §{ then: hand-over, new-round: true }',
      ],
      ['founded: hand-over', 'founded: { when: { category: service-quality }, then: mediation, otherwise: hand-over }'],
    ],
    message: /"disagreed" of stage "consent" can go round without end/,
    story: /disagreed, day 0 · .* again, and so on without end$/,
  },
  {
    property: 'loops',
    rule: 'silence that sends it back without end',
    edits: [UNREACHABLE_TO_NO_ANSWER, ['silent: closed-no-answer', 'silent: §hand-over']],
    message: /"silent" of stage "consent" can go round without end/,
    story: /nobody acts: silent, day \d+ · .* again, and so on without end$/,
  },
  {
    property: 'loops',
    rule: 'a mediation that leads back to the department without end',
    edits: [['not-agreed: final-reply', 'not-agreed: §hand-over']],
    message: /"not-agreed" of stage "mediation" can go round without end/,
    story: /not-agreed, day 0 · .* again, and so on without end$/,
  },
  {
    property: 'loops',
    severity: 'warning',
    rule: 'an approval that gives back without end',
    edits: [['returned: hand-over', 'returned: §hand-over']],
    message: /"returned" of stage "management" can go round.*\(hand-over → management → hand-over\)/,
    story: /returned, day 0 · day 0: "hand-over" again, and so on without end$/,
  },
  {
    property: 'answered',
    rule: 'a call that is closed as unfounded without a word',
    edits: [
      [
        'unfounded: reply-unfounded',
        'unfounded: §{ when: { channel: telephone }, then: closed-unfounded, otherwise: reply-unfounded }',
      ],
    ],
    message: /"unfounded" of stage "investigate" closes a complaint that was never answered/,
    story: /^registered, day 0 · unfounded.*, day 0 · day 0: closed as unfounded, never answered$/,
  },
  {
    property: 'answered',
    rule: 'a remedy carried out that was never offered',
    edits: [
      ['founded: hand-over', 'founded: { when: { category: service-quality }, then: execute, otherwise: hand-over }'],
      ['      satisfied: closed-resolved', '      satisfied: §closed-resolved'],
    ],
    message: /"satisfied" of stage "revisit" closes a complaint that was never answered/,
    story: /done, day 0 · visited \(satisfaction: very-satisfied\), day 0 · day 0: closed as resolved, never answered$/,
  },
  {
    property: 'answered',
    rule: 'management that closes instead of giving back',
    edits: [['returned: hand-over', 'returned: §closed-unresolved']],
    message: /"returned" of stage "management" closes a complaint that was never answered/,
    story: /returned, day 0 · day 0: closed as unresolved, never answered$/,
  },
  {
    property: 'answered',
    rule: 'a reply with findings that may be empty',
    edits: [
      ['en: Answer to the customer }, kind: text, required: true }', 'en: Answer to the customer }, kind: text }'],
      [
        '    form:\n      answer: { title: { zh-CN: 给客户的答复,',
        '    §form:\n      answer: { title: { zh-CN: 给客户的答复,',
      ],
    ],
    message: /the reply of stage "reply-unfounded" can be sent empty/,
    story: /^registered, day 0 · unfounded.*, day 0 · sent, day 0 · day 0: sent without a word$/,
  },
  {
    property: 'answered',
    rule: 'a final reply that may be empty',
    edits: [
      [
        'en: Final answer to the customer }, kind: text, required: true }',
        'en: Final answer to the customer }, kind: text }',
      ],
      [
        '    form:\n      answer: { title: { zh-CN: 给客户的最终答复,',
        '    §form:\n      answer: { title: { zh-CN: 给客户的最终答复,',
      ],
    ],
    message: /the reply of stage "final-reply" can be sent empty/,
    story: /sent, day 0 · day 0: sent without a word$/,
  },
  {
    property: 'facts',
    rule: 'a condition on a question that may stay open',
    edits: [
      ['kind: yes-no\n        required: true', 'kind: yes-no'],
      ['answered: { when', 'answered: §{ when'],
    ],
    message: /"answered" of stage "hand-over" turns on "speaks-for-company", which is not asked on every way/,
    story: /answered, day 0 · day 0: "speaks-for-company" is not known$/,
  },
  {
    property: 'facts',
    rule: 'a department that may stay unnamed',
    edits: [
      ['        kind: department\n        required-if: founded', '        kind: department'],
      ['owner: department\n    take-within', 'owner: §department\n    take-within'],
    ],
    message: /the owner of stage "hand-over" turns on "responsible"/,
    story: /^registered, day 0 · founded, day 0 · day 0: "responsible" is not known$/,
  },
  {
    property: 'facts',
    rule: 'a department that is named with the wrong outcome',
    edits: [
      ['required-if: founded', 'required-if: unfounded'],
      ['owner: department\n    take-within', 'owner: §department\n    take-within'],
    ],
    message: /the owner of stage "hand-over" turns on "responsible"/,
    story: /founded, day 0 · day 0: "responsible" is not known$/,
  },
  {
    property: 'facts',
    rule: 'an offer with nothing in it',
    edits: [
      ['en: Solution }, kind: remedies, required: true }', 'en: Solution }, kind: remedies }'],
      ['offer: solution', 'offer: §solution'],
    ],
    message: /what "consent" offers turns on "solution"/,
    story: /answered \(speaks-for-company: yes\), day 0 · day 0: "solution" is not known$/,
  },
  {
    property: 'facts',
    rule: 'a condition on what is asked only later',
    edits: [
      ['founded: hand-over', 'founded: §{ when: { speaks-for-company: true }, then: mediation, otherwise: hand-over }'],
    ],
    message: /"founded" of stage "investigate" turns on "speaks-for-company"/,
    story: /^registered, day 0 · founded.*, day 0 · day 0: "speaks-for-company" is not known$/,
  },
  {
    property: 'clocks',
    rule: 'a promise that no way can keep',
    edits: [['    within: 5wd\n    source: step 1', '    within: §3wd\n    source: step 1']],
    message: /promise "reply" \(3wd\) cannot be kept on any way if every stage uses its limit/,
    story: /, day 3 · .*"reply" stops only now, it was due before$/,
  },
  {
    property: 'clocks',
    severity: 'warning',
    rule: 'a promise that some way cannot keep',
    edits: [['    within: 5wd\n    source: step 1', '    within: §6wd\n    source: step 1']],
    message: /promise "reply" \(6wd\) cannot be kept if every stage uses its limit/,
    story: /answered \(speaks-for-company: no\), day 8 · approved, day 10 · day 10: "reply" stops only now/,
  },
  {
    property: 'clocks',
    rule: 'a clock that starts when all is over',
    edits: [['from: received', 'from: §closed']],
    message: /clock "reply" never runs: it starts when all is over/,
    story: /^$/,
  },
  {
    property: 'clocks',
    rule: 'a clock that waits for what is past',
    edits: [
      ['from: received', 'from: replied'],
      ['until: replied', 'until: §registered'],
    ],
    message: /clock "reply" waits for "registered", which never comes while it runs/,
    story: /"reply" stops because all is over$/,
  },
  {
    property: 'clocks',
    severity: 'warning',
    rule: 'a legal limit for the whole that the stages overrun',
    edits: [
      [
        '\noutcome-titles:',
        `  law:
    title: { zh-CN: 法定期限, en: Legal limit }
    kind: statutory
    from: registered
    until: closed
    within: §20d
    source: the law

outcome-titles:`,
      ],
    ],
    message: /limit "law" \(20d\) cannot be kept if every stage uses its limit/,
    story: /"law" stops only now, it was due before$/,
  },
  {
    property: 'own-proposal',
    severity: 'warning',
    rule: 'a chain that asks the same people twice',
    edits: [
      ['chain: [management]', 'chain: [management, management]'],
      ['  management:\n    title: { zh-CN: 管理层审批', '  §management:\n    title: { zh-CN: 管理层审批'],
    ],
    message: /in stage "management" one person can approve at two steps of the chain/,
    story: /approved, day 0 · approved, day 0 · day 0: manager-1-company approved twice$/,
  },
  {
    property: 'own-proposal',
    severity: 'warning',
    rule: 'a chain that comes back to its first',
    edits: [
      ['chain: [management]', 'chain: [management, general-manager, management]'],
      ['  management:\n    title: { zh-CN: 管理层审批', '  §management:\n    title: { zh-CN: 管理层审批'],
    ],
    message: /in stage "management" one person can approve at two steps of the chain/,
    story: /approved, day 0 · approved, day 0 · approved, day 0 · day 0: manager-1-company approved twice$/,
  },
  {
    property: 'own-proposal',
    rule: 'counsel taken in between, so that who proposed may approve',
    edits: [
      COUNSEL_TITLE,
      counsel('desk'),
      ['then: consent, otherwise: management }', 'then: consent, otherwise: counsel }'],
      ['  management:\n    title: { zh-CN: 管理层审批', '  §management:\n    title: { zh-CN: 管理层审批'],
    ],
    message: /in stage "management" somebody can approve what they proposed/,
    story: /looked-at, day 0 · approved, day 0 · day 0: does-both approved their own proposal$/,
  },
  {
    property: 'own-proposal',
    rule: 'a general manager who was given the hand-over and approves it after counsel',
    edits: [
      COUNSEL_TITLE,
      counsel('customer-service-head'),
      ['then: consent, otherwise: management }', 'then: consent, otherwise: counsel }'],
      ['chain: [management]', 'chain: [general-manager]'],
      ['  management:\n    title: { zh-CN: 管理层审批', '  §management:\n    title: { zh-CN: 管理层审批'],
    ],
    message: /in stage "management" somebody can approve what they proposed/,
    story: /answered \(.*: no\).* · looked-at.* approved their own proposal$/,
  },
  {
    property: 'discretion',
    rule: 'a solution given back by management and put to the customer all the same',
    edits: [LIMITED, ['returned: hand-over', 'returned: §consent']],
    message: /"returned" of stage "management" leads to "consent" with a "solution" beyond what anybody/,
    story: /answered \(.*\), day 0 · returned, day 0 · day 0: "consent" with 10001 that nobody might grant$/,
  },
  {
    property: 'discretion',
    rule: 'a solution given back once too often and then put to the customer',
    edits: [LIMITED, ['returned: hand-over', 'returned: §{ then: hand-over, most: 1, after: consent, assumed: true }']],
    message: /"returned" of stage "management" leads to "consent" with a "solution" beyond what anybody/,
    story: /returned, day 0 · .* · returned, day 0 · day 0: "consent" with 10001 that nobody might grant$/,
  },
  {
    property: 'discretion',
    rule: 'a solution turned down by management and carried out',
    edits: [LIMITED, ['returned: hand-over', 'returned: hand-over\n      rejected: §execute']],
    message: /"rejected" of stage "management" leads to "execute" with a "solution" beyond what anybody/,
    story: /answered \(.*\), day 0 · rejected, day 0 · day 0: "execute" with 10001 that nobody might grant$/,
  },
  {
    property: 'discretion',
    rule: 'counsel by somebody who may grant nothing after management has given a solution back',
    edits: [
      LIMITED,
      COUNSEL_TITLE,
      [
        '  mediation:\n',
        `  counsel:
    title: { zh-CN: 会商, en: Counsel }
    kind: task
    owner: customer-service-head
    within: 1wd
    assumed: true
    ladder: head
    outcomes: { looked-at: §consent }

  mediation:
`,
      ],
      ['returned: hand-over', 'returned: counsel'],
    ],
    message: /"looked-at" of stage "counsel" leads to "consent" with a "solution" beyond what anybody/,
    story: /returned, day 0 · looked-at, day 0 · day 0: "consent" with 10001 that nobody might grant$/,
  },
];
