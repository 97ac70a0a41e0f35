import { once } from 'node:events';
import net from 'node:net';

/** What came back over a connection, byte by byte, until the server ended it or fell silent. */
export interface RawAnswer {
  /** Of each answer in the bytes, in order. */
  statuses: number[];
  text: string;
  closed: boolean;
}

/**
 * Sends bytes as they are, in pieces where several are given, and reads until the connection ends or `quietMs`
 * passed without a byte.
 */
export async function sendRaw(
  port: number,
  bytes: string | Buffer | readonly string[],
  quietMs = 150,
): Promise<RawAnswer> {
  const socket = net.connect(port, '127.0.0.1');
  let text = '';
  let closed = false;
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  await new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, 40 * quietMs);
    socket.on('data', (data) => {
      text += data.toString('latin1');
      clearTimeout(timer);
      timer = setTimeout(resolve, quietMs);
    });
    socket.on('close', () => {
      closed = true;
      clearTimeout(timer);
      resolve();
    });
    const pieces = typeof bytes === 'string' || Buffer.isBuffer(bytes) ? [bytes] : bytes;
    for (const piece of pieces)
      socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
  });
  socket.destroy();
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  return { statuses, text, closed };
}
