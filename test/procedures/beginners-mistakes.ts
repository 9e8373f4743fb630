/** What somebody new gets wrong, in the example rule book: a passage, what it becomes (§ where the error points), the message. */
export const BEGINNERS_MISTAKES: readonly (readonly [rule: string, from: string, to: string, message: RegExp])[] = [
  // YAML itself
  [
    'a tab',
    '    owner: head\n    within: 1wd',
    '§\towner: head\n    within: 1wd',
    /^indent with spaces, not with tabs$/,
  ],
  ['a line too far left', '    owner: head\n    within: 1wd', '§   owner: head\n    within: 1wd', /as many spaces as/],
  [
    'no space after a colon',
    '    owner: head\n    within: 1wd',
    '    §owner:head\n    within: 1wd',
    /a colon and a space/,
  ],
  [
    'a full-width colon',
    '    owner: head\n    within: 1wd',
    '    §owner： head\n    within: 1wd',
    /"：" is full width/,
  ],
  ['a full-width comma', '{ zh-CN: 电话, en', '{ zh-CN: §电话， en', /"，" is full width/],
  ['full-width braces', '{ zh-CN: 电话, en: Telephone }', '§｛zh-CN: 电话, en: Telephone｝', /"｛" is full width/],
  ['a full-width colon in braces', '{ at: -2d, remind', '{ §at：-2d, remind', /": " after a key .* half width/],
  ['no space after a colon in braces', '{ at: -2d, remind', '{ §at:-2d, remind', /write a space after the colon/],
  ['a brace that is not closed', 'en: Counter }\n  web', 'en: Counter\n  §web', /"\{" before this is not closed/],
  ['a list line without its dash', '      - head\n', '      §head\n', /with "- " before it/],
  [
    'a colon in a text',
    'source: water-utility.md, rules',
    'source: §our rules: 2026, rules',
    /": " in it stands in quotes/,
  ],
  ['a comma in a text in braces', "en: 'Closed, resolved'", 'en: Closed, §resolved', /comma stands in quotes/],
  ['an apostrophe in single quotes', "en: The customer's opinion", "en: 'The customer'§s opinion'", /written twice/],
  [
    'a text that begins with a sign',
    'zh-CN: 理由, en: Grounds',
    'zh-CN: 理由, en: §%grounds',
    /put this text in quotes/,
  ],

  // texts and languages
  [
    'a title in one language',
    '{ zh-CN: 认定责任, en: Deciding who is responsible }',
    '§Deciding',
    /write the text by language/,
  ],
  [
    'a category that is only a title',
    '{ title: { zh-CN: 水费, en: Bill } }',
    '{ §zh-CN: 水费, en: Bill }',
    /under "title"/,
  ],
  ['a language that is not declared', 'locales: [zh-CN, en]', 'locales: [en, §zh]', /known are en, zh-CN, zh-Hant/],
  ['a name in Chinese', '      mixed: decide', '      mixed: §认定', /small English letters.*people read its title/],

  // what is missing, and what is written another way
  ['no pause', 'pause: { within: 10wd, source: rule 12 }', 'pause: §10wd', /such as pause: \{ within: 10wd/],
  ['no ladder', '  decide:\n    title', '  §decide:\n    titel', /"title" is missing: add it, such as title/],
  [
    'a condition as a sentence',
    'when: { category: bill }',
    'when: §category is bill',
    /such as when: \{ category: bill \}/,
  ],
  ['a comparison', '{ at-least: 2 }', "§'>= 2'", /a range such as \{ at-least: 2 \}/],
  ['more than', '{ at-least: 500001 }', '§{ more-than: 500000 }', /more than 500 is \{ at-least: 501 \}/],
  ['an amount with its currency', 'customer-service: 50000', 'customer-service: §500 CNY', /50000 is CNY 500/],
  [
    'a role for an owner',
    '    owner: head\n    within: 1wd',
    '    owner: §customer-service-head\n    within: 1wd',
    /is a role.*such as "head"/,
  ],
  ['a role on a ladder', '+1wd, tell: head', '+1wd, tell: §customer-service-head', /is a role.*such as "head"/],
  [
    'two owners',
    '    owner: head\n    within: 1wd',
    '    owner: §[head, desk]\n    within: 1wd',
    /write one name here/,
  ],
];
