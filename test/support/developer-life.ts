/** The straight way through the rule book `property-developer`, by the sample people: who does what, and the stage that follows. */
export const DEVELOPER_LIFE: readonly { readonly by: string; readonly act: object; readonly stage: string | null }[] = [
  {
    by: 'cs-1',
    act: { act: 'complete', outcome: 'founded', form: { findings: 'it leaks', responsible: 'engineering' } },
    stage: 'hand-over',
  },
  {
    by: 'eng-1',
    act: {
      act: 'complete',
      form: { answer: 'we repair', solution: [{ remedy: 'repair' }], 'speaks-for-company': false },
    },
    stage: 'management',
  },
  { by: 'deputy', act: { act: 'approve' }, stage: 'consent' },
  { by: 'cs-1', act: { act: 'choose', outcome: 'agreed' }, stage: 'execute' },
  { by: 'eng-2', act: { act: 'complete', form: { done: 'repaired' } }, stage: 'revisit' },
  { by: 'cs-1', act: { act: 'complete', form: { satisfaction: 'satisfied' } }, stage: null },
];
