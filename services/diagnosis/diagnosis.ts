import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { looking } from '../../db/diagnosis';
import type { Pool } from '../../db/pool';
import { findingInAllLanguages, type FindingFacts, type WordedFinding } from '../../procedures/words/diagnosis';
import type { Health } from '../health';
import type { KeyedHash } from '../keyed-hash';
import type { Library } from '../library';
import { traceOf } from '../trace';
import { CHECKS } from './checks';
import { about, SEVERITIES, type Check, type Installation, type Severity } from './finding';

/** For one check that asks Temporal. */
const ENGINE_WITHIN_MS = 3_000;
const FRESH_MS = 60_000;
/** An answer that nobody has asked for since is no answer. */
const OLDEST_MS = 5 * 60_000;

export interface DiagnosisInput {
  readonly pool: Pool;
  readonly client: Client;
  readonly taskQueue: string;
  readonly library: Library;
  readonly health: Pick<Health, 'engineAnswers'>;
  readonly hash: KeyedHash;
  readonly publicUrl: string;
  readonly logger: Logger;
  readonly now: () => Date;
}

export interface Finding extends FindingFacts {
  readonly severity: Severity;
  /** By language. */
  readonly words: Readonly<Record<string, WordedFinding>>;
}

export interface Report {
  readonly at: Date;
  /** Errors first. */
  readonly findings: readonly Finding[];
  readonly errors: number;
  readonly warnings: number;
  /** How many checks were made, unfinished ones included. */
  readonly checks: number;
}

/** Looks an installation through for what is wrong with it. */
export class Diagnosis {
  readonly #installation: Installation;
  #underWay: Promise<Report> | null = null;
  #last: Report | null = null;

  constructor(private readonly input: DiagnosisInput) {
    const { pool, client } = input;
    this.#installation = {
      ...input,
      get namespace() {
        return client.options.namespace;
      },
      ask: (look) => looking(pool, look),
    };
  }

  /** Looks now; who asks meanwhile gets the same answer. A check that fails is a finding, and never throws. */
  look(): Promise<Report> {
    this.#underWay ??= this.#look().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  /** What was found last, looked for anew when that is a minute ago; null while nothing is known of the last five minutes. */
  lastReport(): Report | null {
    const age = this.#last === null ? Infinity : this.input.now().getTime() - this.#last.at.getTime();
    if (age >= FRESH_MS) void this.look();
    return age < OLDEST_MS ? this.#last : null;
  }

  async #look(): Promise<Report> {
    const { health, now } = this.input;
    const at = now();
    const engine = await health.engineAnswers();
    const checks = CHECKS.filter(({ needsEngine }) => engine || !needsEngine);
    const found = await this.#make(checks);
    const facts: readonly FindingFacts[] = [...(engine ? [] : [{ code: 'engine-away', about: [] } as const]), ...found];
    const findings = facts.map((one) => ({
      ...one,
      severity: SEVERITIES[one.code],
      words: findingInAllLanguages(one),
    }));
    const errors = findings.filter(({ severity }) => severity === 'error');
    const warnings = findings.filter(({ severity }) => severity === 'warning');
    this.#last = {
      at,
      findings: [...errors, ...warnings],
      errors: errors.length,
      warnings: warnings.length,
      checks: checks.length,
    };
    return this.#last;
  }

  /** One after the other: looking takes one connection from those who work. */
  async #make(checks: readonly Check[]): Promise<readonly FindingFacts[]> {
    const found: FindingFacts[] = [];
    const unfinished: string[] = [];
    for (const check of checks) {
      try {
        found.push(...(await this.#makeOne(check)));
      } catch (error) {
        this.input.logger.warn({ check: check.name, ...traceOf(error) }, 'a check of the installation is unfinished');
        unfinished.push(check.name);
      }
    }
    return [...found, ...about('check-unfinished', 'check', unfinished)];
  }

  #makeOne(check: Check): Promise<readonly FindingFacts[]> {
    const look = () => check.look(this.#installation);
    return check.needsEngine ? this.input.client.withDeadline(Date.now() + ENGINE_WITHIN_MS, look) : look();
  }
}
