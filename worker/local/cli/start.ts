import { watch } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startLocalServer } from './local-server.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const { values } = parseArgs({ options: { watch: { type: 'boolean', default: false } } });

const port = readPort(process.env.PORT);
const stateFolder = resolve(ROOT, process.env.RINGTRACE_STATE ?? '.ringtrace');
const server = await startLocalServer({ port, stateFolder }).catch(explain);

console.log(`
Ringtrace is running; its state is in ${stateFolder}

  Demo shop       ${server.url}/demo/?utm_source=google&utm_medium=cpc&utm_campaign=spring&gclid=demo-click
  Calls           ${server.url}/app/calls       (any user name, password: demo-api-key)
  Messages        ${server.url}/app/messages
  Pools           ${server.url}/app/pools
  Health          ${server.url}/app/health
  API reference   ${server.url}/api/

Open the demo shop and ring the number you see there, from another terminal:

  npm run call -- --to +33199002000
`);

if (values.watch) {
  let timer: NodeJS.Timeout | undefined;
  for (const folder of ['snippet', 'worker']) {
    watch(resolve(ROOT, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        server.reload().then(
          () => console.log('Reloaded.'),
          (error: unknown) => console.error(error),
        );
      }, 100);
    });
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await server.close();
    process.exit(0);
  });
}

function readPort(text: string | undefined): number {
  const port = Number(text || 8787);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  return giveUp(`PORT=${text} is no port from 1 to 65535. Name one, as in: PORT=8788 npm start`);
}

/** Tells what the person at the terminal can mend in a line; anything else is ours and keeps its stack. */
function explain(error: unknown): never {
  if ((error as { code?: unknown }).code !== 'ERR_ADDRESS_IN_USE') throw error;
  const other = port === 8788 ? 8789 : 8788;
  return giveUp(`Port ${port} is in use. End what runs there, or: PORT=${other} npm start`);
}

function giveUp(message: string): never {
  console.error(message);
  process.exit(1);
}
