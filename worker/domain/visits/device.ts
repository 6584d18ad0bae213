/** What kind of device a visit is made on. */
export const DEVICES = ['mobile', 'tablet', 'desktop'] as const;
export type Device = (typeof DEVICES)[number];

/** They show pages, and are none of the three; some say that they are an Android or a Windows. */
const SOMETHING_ELSE =
  /\bTV\b|SmartTV|SMART-TV|AppleTV|GoogleTV|BRAVIA|\bAFT[A-Z]|Web0S|CrKey|PlayStation|Xbox|Nintendo|Quest \d/i;
/** Before phones: some tablets take themselves for those. */
const TABLET = /\biPad\b|\bTablet(?! PC)\b|PlayBook|Kindle|\bSilk\/(?!.*\bMobile\b)/i;
const MOBILE = /\bMobi|\biPhone\b|\biPod\b|Windows Phone|BlackBerry|\bBB10\b|Opera Mini|KAIOS/i;
const ANDROID = /\bAndroid\b/i;
const DESKTOP = /\bWindows NT\b|\bMacintosh\b|\bX11\b|\bCrOS\b/i;

/**
 * What kind of device a browser says that it runs on; null where that cannot be told.
 *
 * By what browsers agree on: phones say `Mobi`, and an Android that does not is a tablet.
 * https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Browser_detection_using_the_user_agent
 * https://developer.chrome.com/docs/privacy-security/user-agent-client-hints
 *
 * A browser that was asked for the desktop version of pages says that it is one. Tablets mostly do so without being
 * asked: iPads since iPadOS 13 are taken for Macs.
 *
 * @param mobileHint `Sec-CH-UA-Mobile`, which Chromium sends: `?1` for a phone, `?0` for all else.
 */
export function deviceOf(
  userAgent: string | undefined,
  mobileHint: string | undefined,
): Device | null {
  const agent = userAgent ?? '';
  if (SOMETHING_ELSE.test(agent)) return null;
  if (mobileHint === '?1') return 'mobile';
  if (TABLET.test(agent)) return 'tablet';
  if (MOBILE.test(agent)) return 'mobile';
  if (ANDROID.test(agent)) return 'tablet';
  return DESKTOP.test(agent) ? 'desktop' : null;
}
