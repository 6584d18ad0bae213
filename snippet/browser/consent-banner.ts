/*
 * Where other people's consent banners tell what the visitor said.
 */

type TcData = {
  readonly eventStatus: string;
  readonly gdprApplies?: boolean;
  readonly purpose: { readonly consents: Readonly<Record<number, boolean>> };
};
type Tcfapi = (
  command: 'addEventListener',
  version: 2,
  callback: (data: TcData, success: boolean) => void,
) => void;

/**
 * Calls back with each decision made in an IAB TCF banner: purpose 1 is keeping anything on the device.
 * https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework
 */
export function onTcfConsent(decided: (granted: boolean) => void): void {
  const { __tcfapi } = window as { __tcfapi?: Tcfapi };
  __tcfapi?.('addEventListener', 2, (data, success) => {
    // While the banner is open nothing new has been said.
    if (success && data.eventStatus !== 'cmpuishown') {
      decided(data.gdprApplies === false || !!data.purpose.consents[1]);
    }
  });
}

type DataLayerEntry = { readonly 0?: string; readonly 2?: { readonly analytics_storage?: string } };

/**
 * Calls back with each decision found in, or later pushed to, the data layer by Google Consent Mode.
 * https://developers.google.com/tag-platform/security/guides/consent
 */
export function onGoogleConsent(decided: (granted: boolean) => void): void {
  const page = window as { dataLayer?: DataLayerEntry[] };
  page.dataLayer ??= [];
  const layer = page.dataLayer;
  const read = (entry: DataLayerEntry) => {
    const storage = entry[0] === 'consent' && entry[2]?.analytics_storage;
    if (storage) decided(storage === 'granted');
  };
  layer.forEach(read);
  const push = layer.push;
  layer.push = (...entries) => {
    entries.forEach(read);
    return push.apply(layer, entries);
  };
}
