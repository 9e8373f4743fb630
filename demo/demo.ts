import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { forEachLimited } from '../activities/concurrency';
import { ProblemError, Unreachable } from '../client/client';
import type { ComplaintView } from '../contract/complaint';
import { compileCalendar } from '../procedures/calendars/compile-calendar';
import { TemporalUnreachable } from '../temporal';
import { Cast, readCast, type CastFile } from './cast';
import { fileExample, nameOf, type Filing } from './filing';
import { HttpWorld } from './http-world';
import { connectJumps, type Jumps } from './jumps';
import { playStory, type Played } from './player';
import { tableOf, type Told } from './report';
import { STORIES } from './stories';
import { eventually } from '../tools/eventually';
import { stateFile } from '../tools/local-state';
import { PROJECT_ROOT } from '../tools/project-root';
import { StartFailure } from '../tools/start-failure';

const USAGE = `npm run demo -- [options]
  --again SUFFIX      everything once more, as new complaints
  --no-jumps          leave time alone
  --credentials FILE  addresses and keys (else .redress/credentials.json)
  --url URL           where Redress is (else REDRESS_URL, else as the credentials say)`;

/** Stories played at a time. */
const PARALLEL = 4;
const RECORDED_WITHIN_MS = 60_000;
const CALENDAR = 'cn';
const CANNOT_SKIP =
  'This Temporal server cannot skip time (an embedded one can), so the stories go only as far as today allows.';

const say = (line: string) => process.stdout.write(`${line}\n`);

type Results = ReadonlyMap<string, Played | Error>;

interface Options {
  readonly again: string;
  readonly jumps: boolean;
  readonly cast: CastFile;
  readonly namespace: string;
}

function readOptions(words: string[], env: NodeJS.ProcessEnv): Options | null {
  const { values } = parseArgs({
    args: words,
    options: {
      again: { type: 'string', default: '' },
      'no-jumps': { type: 'boolean', default: false },
      credentials: { type: 'string' },
      url: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  if (!/^[A-Za-z0-9._-]{0,50}$/.test(values.again)) {
    throw new StartFailure('--again takes up to 50 letters, digits, dots, dashes and underscores.');
  }
  const cast = readCast(values.credentials ?? stateFile('credentials.json'));
  const api = values.url ?? env['REDRESS_URL'] ?? cast.api;
  const namespace = env['TEMPORAL_NAMESPACE'] || 'default';
  return { again: values.again, jumps: !values['no-jumps'], cast: { ...cast, api }, namespace };
}

async function demo(options: Options): Promise<number> {
  const cast = new Cast(options.cast);
  const filings = await fileAll(cast, options.again);
  const jumps = options.jumps ? await connectJumps(options.cast.temporal, options.namespace) : null;
  try {
    if (jumps?.jump === null) say(CANNOT_SKIP);
    const played = await playAll(options, cast, filings, jumps?.jump ?? null);
    const code = report(await Promise.all(filings.map((filing) => tell(options, cast, filing, played))));
    const { temporalUi } = options.cast;
    if (temporalUi !== null) say(`Who is late, in the Temporal UI: ${lateLink(temporalUi, options.namespace)}`);
    return code;
  } finally {
    await jumps?.close();
  }
}

function lateLink(temporalUi: string, namespace: string): string {
  const query = 'ExecutionStatus="Running" AND ComplaintLevel>0';
  return `${temporalUi}/namespaces/${namespace}/workflows?query=${encodeURIComponent(query)}`;
}

async function tell(
  options: Options,
  cast: Cast,
  { file, reference, wasThere }: Filing,
  played: Results,
): Promise<Told> {
  const { temporalUi } = options.cast;
  return {
    title: STORIES.find((story) => story.file === file)?.title ?? '',
    wasThere,
    complaint: await cast.onlooker.complaint(reference),
    played: played.get(file) ?? new Error('not played'),
    link: temporalUi === null ? null : `${temporalUi}/namespaces/${options.namespace}/workflows/${reference}`,
  };
}

async function fileAll(cast: Cast, again: string): Promise<readonly Filing[]> {
  const folder = join(PROJECT_ROOT, 'examples', 'intake');
  const filings: Filing[] = [];
  for (const { file } of STORIES) filings.push(await fileExample(cast.intake, folder, file, again));
  const before = filings.filter(({ wasThere }) => wasThere).length;
  say(`Filed ${filings.length - before} complaints; ${before} were there already.`);
  for (const { reference } of filings) await recorded(cast, reference);
  return filings;
}

/** A complaint that was accepted while the engine was away appears once it is back. */
function recorded(cast: Cast, reference: string): Promise<ComplaintView> {
  const look = () =>
    cast.onlooker.complaint(reference).catch((error: unknown) => {
      if (error instanceof ProblemError && (error.problem.status === 404 || error.problem.status === 503)) return null;
      throw error;
    });
  const failure = () => new StartFailure(`${reference} is accepted and not started yet: is the worker running?`);
  return eventually(look, { limitMs: RECORDED_WITHIN_MS, everyMs: 250, failure });
}

async function playAll(
  options: Options,
  cast: Cast,
  filings: readonly Filing[],
  jump: Jumps['jump'],
): Promise<Results> {
  const calendar = compileCalendar(CALENDAR);
  const results = new Map<string, Played | Error>();
  await forEachLimited([...STORIES.entries()], PARALLEL, async ([turn, story]) => {
    const filing = filings.find(({ file }) => file === story.file);
    if (!filing) return;
    const { reference, token } = filing;
    const name = nameOf(story.file, options.again);
    const world = new HttpWorld({ cast, reference, token, name, jump });
    const played = await playStory({ story, world, cast: options.cast.staff, calendar, turn }).catch(
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    results.set(story.file, played);
    const how =
      played instanceof Error ? `went wrong: ${played.message}` : `acts ${played.acts}, jumps ${played.jumps}`;
    say(`[${results.size}/${STORIES.length}] ${reference}  ${story.file}: ${how}`);
  });
  return results;
}

function report(told: readonly Told[]): number {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  say('');
  say(tableOf(told, timeZone));
  const now = new Date().toISOString();
  const ahead = told.filter(({ complaint }) => complaint.lastAt > now).length;
  if (ahead > 0) say(`${ahead} of them stand ahead of the real time: each was moved in a time of its own.`);
  say(
    `Times are those of ${timeZone}. See also: npx redress list --open; npx redress show ${told[0]?.complaint.reference}`,
  );
  return told.some(({ played }) => played instanceof Error) ? 1 : 0;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options !== null) return demo(options);
  say(USAGE);
  return 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const plain = [StartFailure, ProblemError, Unreachable, TemporalUnreachable].some((kind) => error instanceof kind);
    const words = error instanceof Error ? (plain ? error.message : (error.stack ?? error.message)) : String(error);
    process.stderr.write(`${words}\n`);
    process.exitCode = 1;
  },
);
