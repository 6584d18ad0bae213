import type { RecordingAccess } from './recording-access.ts';
import { latestLogin, loginHeader } from './shown-secret.ts';

/** Of a provider whose API is opened by a login. @param hosts which addresses are its own. */
export function accessByLogin(hosts: RegExp, login: string): RecordingAccess {
  return {
    apiKeyProblem: async (key) =>
      latestLogin([key]) === undefined ? `must be ${login}` : undefined,
    requests: async ({ url }, { apiKeys }) =>
      hosts.test(url) ? apiKeys.map((key) => ({ url, authorization: loginHeader(key) })) : [],
  };
}

/**
 * Of a provider that names the account in the address, whose password is what signs webhooks.
 *
 * @param account finds it in an address of the provider's own
 */
export function accessByAccount(account: RegExp): RecordingAccess {
  return {
    requests: async ({ url }, { secrets }) => {
      const name = account.exec(url)?.[1];
      if (name === undefined) return [];
      return secrets.map((token) => ({ url, authorization: loginHeader(`${name}:${token}`) }));
    },
  };
}
