import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { isRefusal, Problem, refused, unavailable } from '../contract/problems';
import { InvalidCursor } from '../db/page';
import { REFUSED } from '../workflows/messages/messages';
import { grpcCode, isPostgresAway } from './trace';

/** gRPC status codes of Temporal that callers may meet. */
const GRPC = { cancelled: 1, deadline: 4, exhausted: 8, precondition: 9, unavailable: 14 } as const;

/** What an error of the engine, the database or a service means to a caller; undefined for what nobody foresaw. */
export function problemOfFailure(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof InvalidCursor) {
    return new Problem({ type: 'invalid-cursor', detail: 'Start again without a cursor.' });
  }
  return problemOfTemporal(error) ?? (isPostgresAway(error) ? unavailable('The database') : undefined);
}

function problemOfTemporal(error: unknown): Problem | undefined {
  const refusal = refusalIn(error);
  if (refusal) return refusal;
  if (error instanceof WorkflowNotFoundError) return notRunning();
  switch (grpcCode(error)) {
    case GRPC.exhausted:
      return new Problem({
        type: 'too-many-requests',
        detail: 'Too much is going on with this complaint; try again shortly.',
        retryAfterSeconds: 1,
      });
    // A task of its run has failed and is still to be tried again.
    case GRPC.precondition:
      return unavailable('The run of this complaint');
    case GRPC.unavailable:
    case GRPC.deadline:
    case GRPC.cancelled:
      return unavailable('The engine');
    default:
      return undefined;
  }
}

function notRunning(): Problem {
  return new Problem({
    type: 'closed',
    detail: 'The complaint is archived or its run is over; it takes no more acts.',
  });
}

function refusalIn(error: unknown): Problem | undefined {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) return undefined;
  const { type, details } = error.cause;
  if (type === 'AcceptedUpdateCompletedWorkflow') return notRunning();
  const [refusal] = details ?? [];
  return type === REFUSED && isRefusal(refusal) ? refused(refusal) : undefined;
}
