import { createServer } from 'node:net';
import { StartFailure } from './start-failure';

/** A loopback port that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = await listen(0);
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (typeof address !== 'object' || address === null) throw new Error('a TCP server has a port');
  return address.port;
}

/** Throws StartFailure, naming the setting to change, when the port is taken. */
export async function requireFreePort(port: number, what: string, setting: string): Promise<void> {
  try {
    const server = await listen(port);
    await new Promise<void>((resolve) => server.close(() => resolve()));
  } catch {
    throw new StartFailure(
      `Port ${port} is in use, so ${what} cannot start: free it, or set ${setting} to another port.`,
    );
  }
}

function listen(port: number): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}
