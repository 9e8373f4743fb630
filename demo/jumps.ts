import { isGrpcServiceError } from '@temporalio/client';
import { createClient, connectTemporal } from '../temporal';
import type { Instant } from '../domain/calendar/calendar';
import { advanceTo, settled } from '../rehearsal/virtual-time';

export interface Jumps {
  /** Moves one complaint's own time to an instant; null where the server cannot. */
  readonly jump: ((reference: string, to: Instant) => Promise<void>) | null;
  readonly close: () => Promise<void>;
}

const UNIMPLEMENTED = 12;
const NOT_FOUND = 5;
const NO_COMPLAINT = 'redress-demo-asks-for-time-skipping';

/** Connects to the Temporal server that has the complaints, and finds out whether it can skip time. */
export async function connectJumps(address: string, namespace: string): Promise<Jumps> {
  const settings = { address, namespace, taskQueue: '' };
  const connection = await connectTemporal(settings);
  const client = createClient(connection, settings);
  const jump = async (reference: string, to: Instant) => {
    await settled(client, reference);
    await advanceTo(client, reference, Date.parse(to));
  };
  return { jump: (await canSkip(client)) ? jump : null, close: () => connection.close() };
}

/** Asks for a run that does not exist: a server that can skip time looks for it first. */
async function canSkip({ workflowService, options }: ReturnType<typeof createClient>): Promise<boolean> {
  try {
    await workflowService.updateWorkflowExecutionOptions({
      namespace: options.namespace,
      workflowExecution: { workflowId: NO_COMPLAINT },
      workflowExecutionOptions: { timeSkippingConfig: { enabled: false } },
      updateMask: { paths: ['time_skipping_config'] },
    });
    return true;
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === NOT_FOUND) return true;
    if (isGrpcServiceError(error) && error.code === UNIMPLEMENTED) return false;
    throw error;
  }
}
