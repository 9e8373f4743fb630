/** The command did not succeed, and says why in one sentence; exit code 1. Without a sentence it has been said already. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  readonly exitCode: number = 1;
}

/** The command was called wrongly; exit code 2. */
export class UsageError extends CommandFailed {
  override readonly exitCode = 2;
}
