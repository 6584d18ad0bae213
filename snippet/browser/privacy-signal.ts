/** Whether the browser says no to tracking: https://w3c.github.io/gpc/ */
export function globalPrivacyControl(): boolean {
  return (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl === true;
}
