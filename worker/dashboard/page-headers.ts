import { secureHeaders } from 'hono/secure-headers';

/**
 * Pages load nothing but sound of this Worker's, run and frame nothing, and their forms lead to nobody else. HSTS is for
 * the owner of the host to decide, who may run more on it.
 */
export const pageHeaders = secureHeaders({
  strictTransportSecurity: false,
  xFrameOptions: 'DENY',
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'unsafe-inline'"],
    mediaSrc: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    formAction: ["'self'"],
  },
  // With none at all a form of our own would not say where it comes from, and be refused.
  referrerPolicy: 'same-origin',
});
