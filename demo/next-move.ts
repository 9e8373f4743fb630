import { poolNamed } from '../domain/model/people';
import { DEMO_ORGANISATION } from '../tools/demo-organisation';
import { OWNER, type Play, type Seen, type Story } from './play';

export interface CastMember {
  readonly id: string;
  readonly role: string;
  readonly department: string;
}

/** What a story has to say about a complaint as it stands, the first choice first. */
export function playsFor(story: Story, seen: Seen): readonly Play[] {
  return story.plays.filter((play) => fits(play, seen));
}

function fits(play: Play, seen: Seen): boolean {
  if (play.stage !== (seen.status === 'open' ? seen.stage : seen.status)) return false;
  if (play.round !== undefined && play.round !== seen.round) return false;
  if (play.step !== undefined && play.step !== seen.step) return false;
  if (play.unless !== undefined && seen.happened.includes(play.unless)) return false;
  if (play.does === 'act') return true;
  return seen.nextAt !== null && (play.below === undefined || seen.level < play.below);
}

export interface CandidatesInput {
  readonly by: string;
  readonly seen: Seen;
  readonly cast: readonly CastMember[];
  /** Which of several owners comes first, so that not everything falls to the same person. */
  readonly turn: number;
}

/** Who of the cast may be asked to do it, the first choice first. */
export function candidatesFor({ by, seen, cast, turn }: CandidatesInput): readonly string[] {
  if (by === OWNER)
    return rotated(
      seen.owners.flatMap((name) => membersOf(cast, name)),
      turn,
    );
  const withRole = cast.filter(({ role }) => role === by);
  const near = withRole.filter(({ department }) => department === seen.department);
  const others = withRole.filter(({ department }) => department !== seen.department);
  return [...near, ...others].map(({ id }) => id);
}

/** Somebody by name, or everybody of a pool. */
function membersOf(cast: readonly CastMember[], name: string): readonly string[] {
  const pool = poolNamed(name);
  const isMeant = ({ id, department }: CastMember): boolean =>
    pool === null
      ? id === name
      : rolesOf(id).includes(pool.role) && (pool.department === null || pool.department === department);
  return cast.filter(isMeant).map(({ id }) => id);
}

function rolesOf(id: string): readonly string[] {
  return DEMO_ORGANISATION.staff.find((member) => member.id === id)?.roles ?? [];
}

function rotated(ids: readonly string[], turn: number): readonly string[] {
  const start = ids.length === 0 ? 0 : turn % ids.length;
  return [...ids.slice(start), ...ids.slice(0, start)];
}
