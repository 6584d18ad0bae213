/** What the owner of a site is to do when a provider's requests are refused. */
export function signatureAdvice(provider: string, siteKey: string): string {
  return (
    `Compare the secret that ${provider} shows in its console with the one Ringtrace has, and send the right one to ` +
    `/api/v1/sites/${siteKey}/credentials/${provider}. If they are the same, compare the address: ${provider} must ask ` +
    `/v1/calls/${provider}/${siteKey}, with text messages /v1/messages/${provider}/${siteKey}, under exactly the origin ` +
    `that PUBLIC_URL names. Until then callers get through only by the fallback that you have set up at ${provider}. If ` +
    'calls come in all the same, somebody else is trying, and nothing is to be done.'
  );
}
