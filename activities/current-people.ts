import type { Directory } from '../domain/model/people';
import type { PeopleSource } from './ports';

/** The organisation as it is now, or null when the version known to the caller is still current. */
export function currentPeopleActivity(people: PeopleSource) {
  return async function currentPeople({ version }: { readonly version: string }): Promise<Directory | null> {
    const directory = await people.current();
    return directory.version === version ? null : directory;
  };
}
