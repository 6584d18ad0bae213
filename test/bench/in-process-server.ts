import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalServer, startLocalServer } from '../../worker/local/cli/local-server.ts';
import { freePort } from '../support/free-port.ts';

/** The local server in this process, whose stores can then be filled with more than a benchmark could send. */
export async function withServer<T>(use: (server: LocalServer) => Promise<T>): Promise<T> {
  const stateFolder = await mkdtemp(join(tmpdir(), 'ringtrace-bench-'));
  const server = await startLocalServer({ port: await freePort(), stateFolder });
  try {
    return await use(server);
  } finally {
    await server.close();
    await rm(stateFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}
