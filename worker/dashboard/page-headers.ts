import { secureHeaders } from 'hono/secure-headers';

/** Pages load, run and frame nothing. HSTS is for the owner of the host to decide, who may run more on it. */
export const pageHeaders = secureHeaders({
  strictTransportSecurity: false,
  xFrameOptions: 'DENY',
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'unsafe-inline'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    formAction: ["'none'"],
  },
});
