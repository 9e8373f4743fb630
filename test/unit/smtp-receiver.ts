import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

export interface SmtpReceiver {
  readonly url: string;
  /** Mails accepted so far, as they came over the wire. */
  readonly mails: readonly string[];
  connections(): number;
  close(): Promise<void>;
}

/** A mail server on loopback that speaks just enough SMTP. `answerTo` may refuse a recipient, e.g. `550 5.1.1 unknown`. */
export async function startSmtpReceiver(
  answerTo: (recipient: string) => string = () => '250 ok',
): Promise<SmtpReceiver> {
  const mails: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    converse(socket, mails, answerTo);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function converse(socket: Socket, mails: string[], answerTo: (recipient: string) => string): void {
  let pending = '';
  let receiving = false;
  const answer = (line: string): string => {
    const command = line.slice(0, 4).toUpperCase();
    if (command === 'RCPT') return answerTo(/<([^>]*)>/.exec(line)?.[1] ?? '');
    if (command === 'DATA') receiving = true;
    if (command === 'QUIT') socket.end();
    return command === 'DATA' ? '354 go on' : '250 ok';
  };
  const take = (): boolean => {
    const end = receiving ? '\r\n.\r\n' : '\r\n';
    const at = pending.indexOf(end);
    if (at < 0) return false;
    const text = pending.slice(0, at);
    pending = pending.slice(at + end.length);
    if (receiving) mails.push(text);
    const said = receiving ? '250 taken' : undefined;
    if (receiving) receiving = false;
    socket.write(`${said ?? answer(text)}\r\n`);
    return true;
  };
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: string) => {
    pending += chunk;
    while (take());
  });
  socket.write('220 test\r\n');
}
