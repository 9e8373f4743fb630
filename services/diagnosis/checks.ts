import { acceptedComplaintsCheck } from './accepted-complaints';
import { calendarsCheck } from './calendars';
import { databaseClockCheck, engineClockCheck } from './clocks';
import { departmentsCheck } from './departments';
import { endedRunsCheck } from './ended-runs';
import { failingRunsCheck } from './failing-runs';
import type { Check } from './finding';
import { hashSecretCheck } from './hash-secret';
import { largePoolsCheck } from './large-pools';
import { lostRunsCheck } from './lost-runs';
import { namespaceCheck } from './namespace';
import { noticesCheck } from './notices';
import { placesCheck } from './places';
import { publicUrlCheck } from './public-url';
import { rightsCheck } from './rights';
import { rolesCheck } from './roles';
import { ruleBooksCheck } from './rule-books';
import { standInsCheck } from './stand-ins';
import { sweepCheck } from './sweep';
import { tablesCheck } from './tables';
import { taskHoldersCheck } from './task-holders';
import { webhookSecretsCheck } from './webhook-secrets';
import { workersCheck } from './workers';

/** Everything that an installation is looked through for; findings of one severity come in this order. */
export const CHECKS: readonly Check[] = [
  tablesCheck,
  hashSecretCheck,
  workersCheck,
  sweepCheck,
  namespaceCheck,
  databaseClockCheck,
  engineClockCheck,
  acceptedComplaintsCheck,
  lostRunsCheck,
  failingRunsCheck,
  endedRunsCheck,
  taskHoldersCheck,
  ruleBooksCheck,
  rolesCheck,
  largePoolsCheck,
  rightsCheck,
  placesCheck,
  standInsCheck,
  departmentsCheck,
  calendarsCheck,
  noticesCheck,
  webhookSecretsCheck,
  publicUrlCheck,
];
