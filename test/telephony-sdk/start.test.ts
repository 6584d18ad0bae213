import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const START = fileURLToPath(new URL('../../worker/local/cli/start.ts', import.meta.url));
let state: string;

/** `npm start` as far as it gets, with a state folder of its own. */
function start(port: string): Promise<{ code: unknown; errors: string }> {
  const env = { ...process.env, PORT: port, RINGTRACE_STATE: state };
  return new Promise((resolve) => {
    execFile(process.execPath, [START], { env, timeout: 25_000 }, (error, _output, errors) =>
      resolve({ code: error?.code ?? 0, errors }),
    );
  });
}

// Loading the runtime takes seconds.
describe('a server that cannot start says what is wrong and what to do', {
  timeout: 30_000,
}, () => {
  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'ringtrace-'));
  });
  afterEach(() => rm(state, { recursive: true, force: true, maxRetries: 5 }));

  it.each(['abc', '80000'])('on the port %s, which is none', async (port) => {
    expect(await start(port)).toEqual({
      code: 1,
      errors: `PORT=${port} is no port from 1 to 65535. Name one, as in: PORT=8788 npm start\n`,
    });
  });

  it('on a port that is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, errors } = await start(String(port));
    other.close();
    expect({ code, errors }).toEqual({
      code: 1,
      errors: `Port ${port} is in use. End what runs there, or: PORT=8788 npm start\n`,
    });
  });
});
