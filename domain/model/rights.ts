/** What somebody may do besides handling complaints. Which roles hold a right, each organisation says for itself. */
export const RIGHTS = ['publish-procedures', 'keep-calendars', 'diagnose'] as const;

export type Right = (typeof RIGHTS)[number];

/** The roles that hold each right; nobody holds one that is left out. */
export type RoleRights = Readonly<Partial<Record<Right, readonly string[]>>>;
