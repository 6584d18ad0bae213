import { findCall } from '../db/queries/list-calls.ts';
import { findMessage } from '../db/queries/list-messages.ts';
import { signatureAdvice } from '../domain/health/signature-advice.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import type { OutgoingEvent } from '../domain/webhooks/event-types.ts';
import { presentCall, presentMessage } from '../http/present.ts';
import { unsealCaller } from '../keys/caller.ts';
import type { Keyring } from '../keys/keyring.ts';
import { openMessage } from '../keys/sealed-message.ts';

/** What has to be known of a site to tell of it. */
export type ToldSite = Pick<SiteSnapshot, 'id' | 'key' | 'spamThreshold'>;

/**
 * An event as receivers read it: the standard's `type`, `timestamp` and `data`, and the site. `data` of a
 * call or text message is what the read API says of it, but for who rang or wrote, which only those get who asked for it.
 *
 * @returns undefined while D1 does not have what is to be told.
 */
export async function eventBody(
  d1: D1Database,
  keyring: Keyring,
  site: ToldSite,
  { type, at, subject }: OutgoingEvent,
  includeCaller: boolean,
): Promise<string | undefined> {
  const data =
    'alert' in subject
      ? { ...subject.alert, advice: signatureAdvice(subject.alert.provider, site.key) }
      : 'callId' in subject
        ? await callData(d1, keyring, site, subject, includeCaller)
        : await messageData(d1, keyring, site, subject, includeCaller);
  if (data === undefined) return undefined;
  return JSON.stringify({ type, timestamp: new Date(at).toISOString(), site: site.key, data });
}

async function callData(
  d1: D1Database,
  keyring: Keyring,
  site: ToldSite,
  { callId, rev }: { readonly callId: string; readonly rev: number },
  includeCaller: boolean,
): Promise<Record<string, unknown> | undefined> {
  const row = await findCall(d1, site.id, callId);
  if (row === undefined || row.rev < rev) return undefined;
  const sealed = includeCaller ? row.callerSealed : null;
  const number = await unsealCaller(keyring, site.id, sealed);
  const { caller, ...call } = presentCall(site, row, number);
  return includeCaller ? { caller, ...call } : call;
}

async function messageData(
  d1: D1Database,
  keyring: Keyring,
  site: ToldSite,
  { messageId, rev }: { readonly messageId: string; readonly rev: number },
  includeSender: boolean,
): Promise<Record<string, unknown> | undefined> {
  const row = await findMessage(d1, site.id, messageId);
  if (row === undefined || row.rev < rev) return undefined;
  const { sender, ...message } = presentMessage(row, await openMessage(keyring, site.id, row));
  return includeSender ? { sender, ...message } : message;
}
