import { WorkflowNotFoundError } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import type { LeaverMessenger } from '../activities/ports';
import { leftSignal } from '../workflows/messages/messages';

/** Signals the runs: what Temporal has taken reaches them, whoever dies meanwhile. */
export function createLeaverMessenger(client: Client): LeaverMessenger {
  return {
    async tell(reference) {
      try {
        await client.workflow.getHandle(reference).signal(leftSignal);
        return true;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    },
  };
}
