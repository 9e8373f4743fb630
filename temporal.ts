import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';
import type { TemporalSettings } from './config';

/** No Temporal service answers at the address. */
export class TemporalUnreachable extends Error {
  constructor(
    readonly address: string,
    cause: unknown,
  ) {
    super(`No Temporal service answers at ${address}: start it, or change TEMPORAL_ADDRESS.`, { cause });
    this.name = 'TemporalUnreachable';
  }
}

/** A client's connection. Who asks for it closes it. Throws TemporalUnreachable within `timeoutMs` (5 s when not given). */
export async function connectTemporal(settings: TemporalSettings, timeoutMs = 5_000): Promise<Connection> {
  try {
    return await Connection.connect({ ...connectionOptions(settings), connectTimeout: timeoutMs });
  } catch (error) {
    throw new TemporalUnreachable(settings.address, error);
  }
}

/** A connection that is made with the first call, so that a process may start while Temporal is away. */
export function lazyConnection(settings: TemporalSettings): Connection {
  return Connection.lazy(connectionOptions(settings));
}

export function createClient(connection: Connection, settings: TemporalSettings): Client {
  return new Client({ connection, namespace: settings.namespace });
}

/** A worker's connection. Who asks for it closes it. Throws TemporalUnreachable. */
export async function connectWorker(settings: TemporalSettings): Promise<NativeConnection> {
  const options: NativeConnectionOptions = connectionOptions(settings);
  try {
    return await NativeConnection.connect(options);
  } catch (error) {
    throw new TemporalUnreachable(settings.address, error);
  }
}

function connectionOptions({ address, apiKey, tls }: TemporalSettings) {
  return {
    address,
    ...(apiKey ? { apiKey } : {}),
    ...(tls
      ? {
          tls: {
            ...(tls.serverName ? { serverNameOverride: tls.serverName } : {}),
            ...(tls.serverRootCa ? { serverRootCACertificate: tls.serverRootCa } : {}),
            ...(tls.clientCertificate ? { clientCertPair: { ...tls.clientCertificate } } : {}),
          },
        }
      : {}),
  } satisfies ConnectionOptions;
}
