/**
 * Cloudflare's list prices beyond what a plan includes, in US dollars for each unit.
 * https://developers.cloudflare.com/workers/platform/pricing/
 * https://developers.cloudflare.com/durable-objects/platform/pricing/
 * https://developers.cloudflare.com/d1/platform/pricing/
 */
export const PRICES = {
  workerRequest: 0.3e-6,
  workerCpuMs: 0.02e-6,
  objectRequest: 0.15e-6,
  objectGbSecond: 12.5e-6,
  objectRowWritten: 1e-6,
  d1RowWritten: 1e-6,
  kvRead: 0.5e-6,
} as const;

/** What an object is billed for while it is at work, whatever it uses. */
export const OBJECT_GB = 0.128;
