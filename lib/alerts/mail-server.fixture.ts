import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

/** A mail server on this machine that takes everything, and what it took. */
export class MailServer {
  readonly taken: { to: string; text: string }[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => this.#talk(socket));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #talk(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
    let [to, text, lines, inData] = ['', '', '', false];
    socket.write('220 test\r\n');
    socket.setEncoding('utf8').on('data', (chunk) => {
      lines += chunk;
      for (let end = lines.indexOf('\r\n'); end !== -1; end = lines.indexOf('\r\n')) {
        const line = lines.slice(0, end);
        lines = lines.slice(end + 2);
        if (inData && line !== '.') text += `${line}\n`;
        else if (inData) {
          this.taken.push({ to, text });
          inData = false;
          socket.write('250 taken\r\n');
        } else {
          if (line.startsWith('RCPT TO:')) to = line.slice('RCPT TO:<'.length, line.indexOf('>'));
          inData = line === 'DATA';
          socket.write(inData ? '354 go on\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 fine\r\n');
        }
      }
    });
  }
}
