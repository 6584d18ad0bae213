import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

const START = fileURLToPath(new URL('../../worker/local/cli/start.ts', import.meta.url));
const READY = 'Ringtrace is running';

export type RunningServer = {
  readonly url: string;
  /** Ends it as a power cut would: the server and the runtime below it, with no time to save anything. */
  kill(): Promise<void>;
  /** Starts it again over the same state. */
  restart(): Promise<void>;
  /** Ends it and removes its state. */
  close(): Promise<void>;
  /** Reads a list of the demo site's data. */
  read<T>(list: 'calls' | 'sessions' | 'leases'): Promise<T[]>;
  advanceClock(seconds: number): Promise<void>;
};

/** `npm start` on a free port with a state folder of its own. */
export async function startServer(): Promise<RunningServer> {
  const port = await freePort();
  const state = await mkdtemp(join(tmpdir(), 'ringtrace-'));
  const url = `http://localhost:${port}`;
  let server = await launch(port, state);

  const kill = async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    // The process leads a group of its own, in which the runtime runs too.
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
    await ended;
  };
  return {
    url,
    kill,
    restart: async () => {
      server = await launch(port, state);
    },
    close: async () => {
      await kill();
      await rm(state, { recursive: true, force: true, maxRetries: 5 });
    },
    read: async (list) => {
      const response = await fetch(`${url}/api/v1/${list}?site=demo&limit=1000`, {
        headers: { authorization: 'Bearer demo-api-key' },
      });
      return ((await response.json()) as Record<string, never[]>)[list] ?? [];
    },
    advanceClock: async (advanceSeconds) => {
      await fetch(`${url}/_local/clock`, {
        method: 'POST',
        body: JSON.stringify({ advanceSeconds }),
      });
    },
  };
}

async function launch(port: number, state: string): Promise<ChildProcess> {
  const server = spawn(process.execPath, [START], {
    env: { ...process.env, PORT: String(port), RINGTRACE_STATE: state },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      if (output.includes(READY)) resolve();
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('exit', () => reject(new Error(`the server stopped at its start:\n${output}`)));
  });
  return server;
}
