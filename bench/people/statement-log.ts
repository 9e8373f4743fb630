import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from '../../db/pool';
import { costOf, type PlanCost, type PlanMessage } from './plan-cost';
import { together, type StatementCost } from './statements';

/** The server keeps its log as JSON, one line an entry, and can explain every statement in it. */
export const STATEMENT_LOG_SETTINGS = [
  'shared_preload_libraries=auto_explain',
  ...['log_analyze=on', 'log_buffers=on', 'log_timing=off', 'log_format=json', 'log_parameter_max_length=0'].map(
    (setting) => `auto_explain.${setting}`,
  ),
  ...['logging_collector=on', 'log_destination=jsonlog', 'log_filename=statements', 'log_parameter_max_length=0'],
  ...['log_rotation_age=0', 'log_rotation_size=0'],
];

interface Entry {
  readonly dbname?: string;
  readonly message?: string;
}

const SENT = /^(?:statement|execute [^:]*): ([\s\S]*)$/;
const EXPLAINED = /^duration: [\d.]+ ms {2}plan:\n([\s\S]*)$/;
const CALM_MS = 150;
const SWITCHED_MS = 300;

/** Reads what statements the server was sent, and what each of them looked at. */
export class StatementLog {
  #from = 0;
  /** What programs ask by themselves, by database. */
  readonly #idle = new Map<string, ReadonlySet<string>>();

  private constructor(
    private readonly admin: Pool,
    private readonly file: FileHandle,
  ) {}

  static async open(admin: Pool): Promise<StatementLog> {
    const { rows } = await admin.query<{ directory: string; file: string }>(
      `select current_setting('data_directory') as directory, pg_current_logfile('jsonlog') as file`,
    );
    const { directory = '', file = '' } = rows[0] ?? {};
    return new StatementLog(admin, await open(join(directory, file)));
  }

  /** From now on everything is explained, which costs time: nothing is timed meanwhile. */
  async begin(): Promise<void> {
    await this.#switch('all', '0');
  }

  async end(): Promise<void> {
    await this.#switch('none', '-1');
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  /** Learns what is asked while nobody calls: it is left out of what a call costs. */
  async learnIdle(databases: readonly string[], ms: number): Promise<void> {
    await this.#new();
    await pause(ms);
    const entries = await this.#new();
    for (const database of databases) {
      const texts = entries.filter(({ dbname }) => dbname === database).flatMap(({ message }) => sent(message));
      this.#idle.set(database, new Set(texts));
    }
  }

  /** What a database was asked during a call, up to when it was asked nothing more. */
  async during(database: string, call: () => Promise<void>): Promise<readonly StatementCost[]> {
    await this.#new();
    await call();
    const idle = this.#idle.get(database) ?? new Set();
    const all: Entry[] = [];
    for (;;) {
      await pause(CALM_MS);
      const entries = (await this.#new()).filter(({ dbname }) => dbname === database);
      all.push(...entries);
      if (!entries.some(({ message }) => sent(message).some((text) => !idle.has(text)))) break;
    }
    const messages = all.map(({ message }) => message);
    const isAsked = (text: string) => !idle.has(text);
    return together(
      messages.flatMap(sent).filter(isAsked),
      messages.flatMap(plans).filter(({ text }) => isAsked(text)),
    );
  }

  async #switch(logged: 'all' | 'none', explainedFrom: '0' | '-1'): Promise<void> {
    await this.admin.query(`alter system set log_statement = '${logged}'`);
    await this.admin.query(`alter system set auto_explain.log_min_duration = ${explainedFrom}`);
    await this.admin.query('select pg_reload_conf()');
    await pause(SWITCHED_MS);
  }

  /** Whole lines since the last time. */
  async #new(): Promise<readonly Entry[]> {
    const { size } = await this.file.stat();
    const length = size - this.#from;
    if (length === 0) return [];
    const { buffer, bytesRead } = await this.file.read({ buffer: Buffer.alloc(length), position: this.#from });
    const end = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1;
    this.#from += end;
    const lines = buffer.subarray(0, end).toString('utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Entry);
  }
}

function sent(message: string | undefined): readonly string[] {
  const text = SENT.exec(message ?? '')?.[1];
  return text === undefined ? [] : [text];
}

function plans(message: string | undefined): readonly PlanCost[] {
  const plan = EXPLAINED.exec(message ?? '')?.[1];
  return plan === undefined ? [] : [costOf(JSON.parse(plan) as PlanMessage)];
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
