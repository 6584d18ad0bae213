import type { SealedMessage, TextMessage } from '../domain/messages/text-message.ts';
import { sealCaller, unsealCaller } from './caller.ts';
import type { Keyring } from './keyring.ts';
import { seal, unseal } from './seal.ts';

/** The message as it may be stored. */
export async function sealMessage(
  keyring: Keyring,
  siteId: string,
  { sender, text, ...message }: TextMessage,
): Promise<SealedMessage> {
  return {
    ...message,
    sender: sender === null ? null : await sealCaller(keyring, siteId, sender),
    text: await seal(await keyring.sealing('text-seal', siteId), text),
  };
}

/** Who wrote it and what, as it is shown; null where that cannot be read with today's secret, or nobody is named. */
export async function openMessage(
  keyring: Keyring,
  siteId: string,
  {
    senderSealed,
    textSealed,
  }: { readonly senderSealed: string | null; readonly textSealed: string },
): Promise<{ readonly sender: string | null; readonly text: string | null }> {
  return {
    sender: await unsealCaller(keyring, siteId, senderSealed),
    text: (await unseal(await keyring.sealing('text-seal', siteId), textSealed)) ?? null,
  };
}
