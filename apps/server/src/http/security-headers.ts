import helmet from 'helmet';

/** For the API, whose answers are never a page: nothing may run, load or frame them. The site has headers of its own. */
export function apiHeaders() {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    xFrameOptions: { action: 'deny' },
    // It would speak for every port of the host, ours or not: whoever has the host to themselves sets it at their proxy.
    strictTransportSecurity: false,
    // These two are of pages.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
}
