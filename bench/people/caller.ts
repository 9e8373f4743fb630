import { eventually } from '../../tools/eventually';

export interface Sent {
  readonly path: string;
  /** Whose key. */
  readonly who: string;
  /** Posted when it is given. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly body: { readonly reference?: string; readonly status?: string };
}

const DONE_MS = 90_000;

/** Calls one API as its users do. */
export class Caller {
  /** Calls that were taken, and done only after they were answered. */
  late = 0;

  /** `keys` by holder. */
  constructor(
    private readonly api: string,
    private readonly keys: ReadonlyMap<string, string>,
  ) {}

  /** Answers once what is called for is done. Throws for every other answer. */
  async send(sent: Sent): Promise<Answer['body']> {
    const answer = await this.#call(sent);
    if (answer.status !== 202) return answer.body;
    this.late += 1;
    const path = answer.location ?? `/v1/complaints/${answer.body.reference ?? ''}/receipt`;
    const isDone = async () => {
      const { status, body } = await this.#call({ path, who: sent.who });
      return status === 200 && body.status !== 'pending';
    };
    const failure = () => new Error(`${sent.path} was answered 202, and is not done after ${DONE_MS} ms`);
    await eventually(isDone, { limitMs: DONE_MS, everyMs: 50, failure });
    return answer.body;
  }

  async #call({ path, who, body, headers = {} }: Sent): Promise<Answer> {
    const response = await fetch(`${this.api}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...{ authorization: `Bearer ${this.keys.get(who) ?? ''}`, ...headers },
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    const location = response.headers.get('location');
    return { status: response.status, location, body: JSON.parse(text) as Answer['body'] };
  }
}
