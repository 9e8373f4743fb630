import { WorkflowNotFoundError } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import { calendarSignal } from '../workflows/messages/messages';
import type { CalendarMessenger } from '../activities/ports';

/** Signals the runs: what Temporal has taken reaches them, whoever dies meanwhile. */
export function createCalendarMessenger(client: Client): CalendarMessenger {
  return {
    async tell(reference, { calendar, reason }) {
      try {
        await client.workflow.getHandle(reference).signal(calendarSignal, { calendar, reason });
        return true;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    },
  };
}
