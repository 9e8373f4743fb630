import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, register as metrics } from 'prom-client';

/** `/healthz` and `/metrics` of a worker process, for whoever runs it. `stateOf` names what it does; alive is RUNNING. */
export async function serveWorkerHealth(address: string, stateOf: () => string): Promise<Server> {
  const { hostname, port } = new URL(`http://${address}`);
  collectDefaultMetrics();
  const server = createServer((request, response) => {
    if (request.url === '/healthz') {
      const state = stateOf();
      response.writeHead(state === 'RUNNING' ? 200 : 503).end(state);
    } else if (request.url === '/metrics') {
      void metrics.metrics().then((text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text));
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(Number(port), hostname, resolve));
  return server;
}
