import { ServiceError } from '@temporalio/client';
import { problemOfFailure } from '../../services/failures';

/** What the client throws when a call to Temporal ends with that gRPC status. */
function ended(code: number): ServiceError {
  const cause = Object.assign(new Error('no'), { code, details: 'no', metadata: {} });
  return new ServiceError('Workflow Update failed', { cause });
}

test.each([
  ['cancelled', 1],
  ['took too long', 4],
  ['cannot be taken while a task of the run has failed and is tried again', 9],
  ['unavailable', 14],
])('a call to the engine that is %s is worth trying again', (_, code) => {
  expect(problemOfFailure(ended(code))).toMatchObject({ type: 'unavailable', retryAfterSeconds: 5 });
});

test('a call to the engine that failed for a reason which nobody foresaw is none of these', () => {
  expect(problemOfFailure(ended(3))).toBeUndefined();
});
