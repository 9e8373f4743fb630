const en = {
  locale: 'en-GB',
  other: { locale: 'zh-CN', name: '中文' },
  page: 'Your complaint',
  reference: 'Reference',
  received: 'Received',
  refresh: 'Refresh',
  loading: 'Looking it up …',
  refreshed: 'This is how it stands now.',
  sections: {
    progress: 'Where it stands',
    promise: 'Our promise',
    next: 'What comes next',
    asked: 'What we need from you',
    answer: 'Our answer to you',
    offers: 'What we offer',
    routes: 'Where else you can turn',
    acts: 'What you can do',
    history: 'What happened so far',
  },
  by: (when) => `By ${when}`,
  promise: {
    open: (when) => `We promised you an answer by ${when}.`,
    waiting: 'We promised you an answer in time. The time stands still until we have what we asked you for.',
    kept: 'We kept our promise.',
    missed: 'We did not keep our promise. We are sorry.',
  },
  acts: {
    choose: {
      title: 'Decide about the proposal',
      legend: 'Do you agree?',
      text: 'Your reasons',
      send: 'Send decision',
    },
    answerSurvey: { title: 'Tell us how satisfied you are', send: 'Send answers' },
    resume: { title: 'Send what we asked for', text: 'Your information', send: 'Send information' },
    reopen: { title: 'Reopen the complaint', text: 'What is not settled', send: 'Reopen' },
    addEvidence: { title: 'Add evidence', text: 'Describe it or paste its text', send: 'Add evidence' },
    note: { title: 'Tell us something', text: 'Your message', send: 'Send message' },
    withdraw: {
      title: 'Withdraw the complaint',
      text: 'Your reasons',
      confirm: 'Yes, I want to withdraw my complaint. We will stop working on it.',
      send: 'Withdraw',
    },
  },
  optional: 'optional',
  yes: 'Yes',
  no: 'No',
  sending: 'Sending …',
  done: {
    choose: 'Thank you. Your decision is recorded.',
    answerSurvey: 'Thank you. Your answers are recorded.',
    resume: 'Thank you. We have it and go on with your complaint.',
    reopen: 'Your complaint is reopened.',
    addEvidence: 'Thank you. Your evidence is on the record.',
    note: 'Thank you. Your message is on the record.',
    withdraw: 'Your complaint is withdrawn.',
  },
  pending: 'We have received it; recording it takes a little longer. Refresh in a moment to see it.',
  errors: {
    choose: 'Choose one of these.',
    write: 'Please write something.',
    number: 'Write a number.',
    confirm: 'Tick this box to confirm.',
  },
  problems: {
    link: 'This link is not complete. Please open it exactly as it stands in our message.',
    'not-found': 'We do not know this link. Please open it exactly as it stands in our message.',
    changed: 'Nothing was sent: your complaint has changed meanwhile. This is how it stands now.',
    forbidden: 'This is not possible with your link.',
    invalid: 'Something in it could not be accepted. Please check what you entered.',
    'content-too-large': 'This text is too long. Please shorten it.',
    'too-many-requests': 'That was too much in a short time. Please wait a moment and try again.',
    starting: 'Your complaint is being registered, or we cannot reach it just now. Please refresh in a moment.',
    unavailable: 'We cannot record it for the moment. What you wrote is still here; please try again shortly.',
    offline: 'There was no answer. Please check your connection and try again.',
    internal: 'Something went wrong on our side. Please try again later.',
  },
};

const zh = {
  locale: 'zh-CN',
  other: { locale: 'en', name: 'English' },
  page: '您的投诉',
  reference: '投诉编号',
  received: '收到时间',
  refresh: '刷新',
  loading: '正在查询……',
  refreshed: '以下是最新进度。',
  sections: {
    progress: '当前进度',
    promise: '我们的承诺',
    next: '下一步',
    asked: '需要您补充的内容',
    answer: '给您的答复',
    offers: '我们提出的解决方案',
    routes: '您还可以寻求的途径',
    acts: '您可以进行的操作',
    history: '办理过程',
  },
  by: (when) => `${when}之前`,
  promise: {
    open: (when) => `我们承诺在${when}之前答复您。`,
    waiting: '我们承诺按时答复您。在收到您补充的资料或信息之前，时限暂停计算。',
    kept: '我们已按承诺答复。',
    missed: '我们未能按承诺时间答复，非常抱歉。',
  },
  acts: {
    choose: { title: '对解决方案作出决定', legend: '您是否同意？', text: '您的理由', send: '提交决定' },
    answerSurvey: { title: '满意度评价', send: '提交评价' },
    resume: { title: '补充我们需要的资料或信息', text: '您要补充的内容', send: '提交' },
    reopen: { title: '重新提出投诉', text: '尚未解决的问题', send: '重新提出' },
    addEvidence: { title: '补充证据', text: '请描述证据或粘贴文字内容', send: '提交证据' },
    note: { title: '给我们留言', text: '留言内容', send: '提交留言' },
    withdraw: {
      title: '撤回投诉',
      text: '您的理由',
      confirm: '是的，我要撤回投诉。撤回后我们将停止处理。',
      send: '撤回投诉',
    },
  },
  optional: '选填',
  yes: '是',
  no: '否',
  sending: '正在提交……',
  done: {
    choose: '谢谢，您的决定已记录。',
    answerSurvey: '谢谢，您的评价已记录。',
    resume: '谢谢，我们已收到，将继续处理您的投诉。',
    reopen: '您的投诉已重新打开。',
    addEvidence: '谢谢，您的证据已记录。',
    note: '谢谢，您的留言已记录。',
    withdraw: '您的投诉已撤回。',
  },
  pending: '我们已收到，记录需要稍长时间。请稍后刷新查看。',
  errors: {
    choose: '请选择一项。',
    write: '请填写内容。',
    number: '请填写数字。',
    confirm: '请勾选以确认。',
  },
  problems: {
    link: '链接不完整。请按我们消息中的原样打开链接。',
    'not-found': '无法识别此链接。请按我们消息中的原样打开链接。',
    changed: '未能提交：您的投诉在此期间有了变化。以下是最新进度。',
    forbidden: '通过您的链接无法进行此操作。',
    invalid: '部分内容无法接受，请检查您填写的内容。',
    'content-too-large': '内容过长，请缩短后再提交。',
    'too-many-requests': '短时间内操作过多，请稍候再试。',
    starting: '您的投诉正在登记，或系统暂时无法查询。请稍后刷新。',
    unavailable: '暂时无法记录。您填写的内容仍保留在此，请稍后再试。',
    offline: '没有收到回应。请检查网络连接后重试。',
    internal: '我们的系统出现问题，请稍后再试。',
  },
};

/** The page's own words: Chinese for any Chinese locale, else English. */
export function wordsFor(locale) {
  return locale.split('-')[0] === 'zh' ? zh : en;
}

/** An instant in words, always with its zone; in `zone`, else in the reader's own. */
export function writeInstant(instant, locale, zone) {
  const format = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(zone ? { timeZone: zone } : {}),
  });
  return format.format(new Date(instant));
}

/** An amount in the smallest unit of its currency. */
export function writeAmount({ amount, currency }, locale) {
  if (currency === undefined) return String(amount);
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
}
