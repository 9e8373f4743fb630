/** Sends notices soon after they are recorded. The sweep sends whatever this one missed. */
export class NoticePump {
  #running = false;
  #again = false;
  #stopped = false;
  #idle: Promise<void> = Promise.resolve();

  /** `send` sends everything that is due; `onError` hears of a failed round, which the next one makes good. */
  constructor(
    private readonly send: (isStopping: () => boolean) => Promise<unknown>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** A hint that something may be due; never waits, never throws. */
  wake(): void {
    this.#again = true;
    if (this.#running || this.#stopped) return;
    this.#idle = this.#run();
  }

  /** Lets the notice being sent finish, and starts no other. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#idle;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#again && !this.#stopped) {
      this.#again = false;
      await this.send(() => this.#stopped).catch(this.onError);
    }
    this.#running = false;
  }
}
