/** Says in one sentence what is wrong and which setting to change; shown without a stack. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}
