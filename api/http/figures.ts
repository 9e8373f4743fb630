import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Logger } from 'pino';
import type { Counts, Health } from '../../services/health';
import { traceOf } from '../../services/trace';

/** Counting open complaints costs a scan of an index: not more often than this. */
const COUNTED_FOR_MS = 10_000;

/** What `/metrics` shows. Labels are routes, statuses and problem types: nothing about people or complaints. */
export class Figures {
  readonly registry = new Registry();
  readonly #durations = new Histogram({
    name: 'redress_http_request_duration_seconds',
    help: 'Duration of HTTP calls',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  readonly #problems = new Counter({
    name: 'redress_problems_total',
    help: 'Problems answered, by type',
    labelNames: ['type'],
    registers: [this.registry],
  });
  readonly #counts = {
    open: this.#gauge('redress_complaints_open', 'Open complaints'),
    overdue: this.#gauge('redress_tasks_overdue', 'Open tasks past their due instant'),
    outbox: this.#gauge('redress_outbox_pending', 'Notices waiting to be sent'),
    unstarted: this.#gauge('redress_intake_unstarted', 'Accepted complaints without a run'),
  };
  #countedAt = -Infinity;

  constructor(
    private readonly health: Pick<Health, 'counts' | 'refusedLate'>,
    private readonly logger: Logger,
  ) {
    new Counter({
      name: 'redress_acts_refused_late_total',
      help: 'Acts that this process took for possible and a run has refused: something had changed in between',
      registers: [this.registry],
      collect() {
        this.reset();
        this.inc(health.refusedLate);
      },
    });
  }

  observe(call: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void {
    const { method, route, status, seconds } = call;
    this.#durations.observe({ method, route, status: String(status) }, seconds);
  }

  problem(type: string): void {
    this.#problems.inc({ type });
  }

  /** The exposition text; figures of the database are missing while it is away. */
  async text(): Promise<string> {
    if (Date.now() - this.#countedAt > COUNTED_FOR_MS) await this.#count();
    return this.registry.metrics();
  }

  async #count(): Promise<void> {
    this.#countedAt = Date.now();
    try {
      const counts = await this.health.counts();
      for (const [name, gauge] of Object.entries(this.#counts)) gauge.set(counts[name as keyof Counts]);
    } catch (error) {
      for (const gauge of Object.values(this.#counts)) gauge.set(Number.NaN);
      this.logger.warn(traceOf(error), 'figures not counted');
    }
  }

  #gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }
}
