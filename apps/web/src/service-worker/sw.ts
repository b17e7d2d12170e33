import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { listenToPushes } from './push.ts';

// Keeps the page in the browser, so that it opens at once and without a network, and shows what the server pushes. It keeps no
// messages: those are the page's own, and forgotten with a log-out. A new version waits until somebody takes it (platform/page-keeper.ts).

declare const self: ServiceWorkerGlobalScope;
/** Every file of the page with what tells its versions apart; the build puts it in the place of the name. */
declare const PAGE_FILES: { readonly url: string; readonly revision: string | null }[];

precacheAndRoute(PAGE_FILES);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL('/chat/'), { allowlist: [/^\/chat\/(?:index\.html)?$/] }));

listenToPushes(self);

self.addEventListener('message', ({ data }) => {
  if (data === 'take over') void self.skipWaiting();
});
