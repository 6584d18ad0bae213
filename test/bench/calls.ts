import twilio from 'twilio/lib/webhooks/webhooks.js';
import { startServer } from '../support/local-server.ts';
import { load } from './load.ts';
import { quantile, type Row, row } from './row.ts';

const CALLERS = 4;
const SECONDS = 5;
const TOKEN = 'demo-twilio-token';

/** Inbound calls, each a new one, against RPCs that do nothing. */
export async function benchCalls(): Promise<Row[]> {
  const server = await startServer();
  try {
    const noop = () => fetch(`${server.url}/_local/noop`, { method: 'POST' });
    const url = `${server.url}/v1/calls/twilio/demo`;
    const ring = () => {
      const call = {
        CallSid: `CA${crypto.randomUUID()}`,
        From: '+33639980001',
        To: '+33199002000',
      };
      return fetch(url, {
        method: 'POST',
        headers: { 'x-twilio-signature': twilio.getExpectedTwilioSignature(TOKEN, url, call) },
        body: new URLSearchParams(call),
      });
    };
    await load(CALLERS, 1, noop);
    await load(CALLERS, 1, ring);
    const ceiling = (await load(CALLERS, SECONDS, noop)).latencies;
    const rung = (await load(CALLERS, SECONDS, ring)).latencies;
    return [
      row('calls', 'webhook answer p50', quantile(rung, 0.5), 'ms', quantile(ceiling, 0.5)),
      row('calls', 'webhook answer p99', quantile(rung, 0.99), 'ms', quantile(ceiling, 0.99)),
    ];
  } finally {
    await server.close();
  }
}
