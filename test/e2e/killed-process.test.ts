import twilio from 'twilio/lib/webhooks/webhooks.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type RunningServer, startServer } from '../support/local-server.ts';
import { postVisit } from '../support/post-visit.ts';

let server: RunningServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server?.close());

async function visit(view: string): Promise<{ session: string; number: string }> {
  const response = await postVisit(server.url, { view, source: view });
  const reply = (await response.json()) as {
    session: string;
    swaps: { number: { e164: string } }[];
  };
  return {
    session: reply.session.split('.')[0] ?? '',
    number: reply.swaps[0]?.number.e164 ?? '',
  };
}

it('keeps a lease acknowledged the moment before the process was killed', async () => {
  const { session, number } = await visit('killed-after-lease');
  await server.kill();
  await server.restart();
  const lease = await eventually(
    async () =>
      (await server.read<{ session: string; number: string }>('leases')).find(
        (candidate) => candidate.session === session,
      ),
    'the lease in D1',
  );
  expect(lease.number).toBe(number);
  expect(await server.read<{ id: string }>('sessions')).toContainEqual(
    expect.objectContaining({ id: session, source: 'killed-after-lease' }),
  );
});

it('keeps a call acknowledged the moment before the process was killed', async () => {
  const { session, number } = await visit('killed-after-call');
  const callId = await ringAndKill(number);
  await server.restart();
  const call = await eventually(
    async () =>
      (await server.read<{ providerCallId: string; match: { session: string } }>('calls')).find(
        (candidate) => candidate.providerCallId === callId,
      ),
    'the call in D1',
  );
  expect(call.match.session).toBe(session);
});

/** The server dies when it has answered the inbound call and before it hears any more of it. */
async function ringAndKill(to: string): Promise<string> {
  const url = `${server.url}/v1/calls/twilio/demo`;
  const call = { CallSid: 'CAkilled', CallStatus: 'ringing', From: '+33639980001', To: to };
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'x-twilio-signature': twilio.getExpectedTwilioSignature('demo-twilio-token', url, call),
    },
    body: new URLSearchParams(call),
  });
  await server.kill();
  expect(response.status).toBe(200);
  return call.CallSid;
}
