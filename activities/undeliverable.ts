/** Thrown by a sender when trying again cannot help: the mailbox does not exist, the receiver wants no more. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}
