import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from '../config.ts';
import { callerOf } from './endpoint.ts';

/** For the chat and the API: nothing runs or loads but what we serve, and nobody frames it. */
export function chatHeaders(config: Pick<Config, 'publicUrl'>): RequestHandler {
  const [plain, secure] = [false, true].map((isSecure) =>
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          // Safari before 15.4 does not take 'self' for a WebSocket.
          connectSrc: ["'self'", (_request, response) => socketOrigin(callerOf(response as never).server)],
          imgSrc: ["'self'", 'data:', 'blob:'],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      xFrameOptions: { action: 'deny' },
      strictTransportSecurity: isWholeHostSecure(config) && { maxAge: 365 * 24 * 60 * 60, includeSubDomains: false },
      // Browsers take these two over https alone and complain elsewhere.
      crossOriginOpenerPolicy: isSecure,
      originAgentCluster: isSecure,
    }),
  );
  return (request, response, next) => {
    const isSecure = callerOf(response).server?.protocol === 'https:';
    (isSecure ? secure : plain)!(request, response, next);
  };
}

/** For the operator's own site: it is their page, and may load what it wants. */
export const siteHeaders: RequestHandler = (_request, response, next) => {
  response.set({ 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'strict-origin-when-cross-origin' });
  next();
};

function socketOrigin(server: URL | undefined): string {
  return server ? `${server.protocol === 'https:' ? 'wss' : 'ws'}://${server.host}` : "'self'";
}

/** The header speaks for every port of a host, so only where the chat is what https:// leads to. */
function isWholeHostSecure({ publicUrl }: Pick<Config, 'publicUrl'>): boolean {
  const url = publicUrl ? new URL(publicUrl) : undefined;
  return url?.protocol === 'https:' && url.port === '';
}
