import { effect, signal, untracked } from '@preact/signals';
import { restClient } from '@skein/client/rest-client';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { render } from 'preact';
import { App } from './app.tsx';
import { keepSession } from './connection/keep-session.ts';
import { openChat } from './connection/open-chat.ts';
import { operatorApi } from './connection/operator-api.ts';
import './design/tokens.css';
import './design/base.css';
import type { Chat } from './models/chat.ts';
import { Emojis } from './models/emoji/emojis.ts';
import type { Highlight } from './models/markup/highlight.ts';
import { MarkupReader } from './models/markup/markup-reader.ts';
import { Visit } from './models/visit.ts';
import { type Page, PageContext } from './page.ts';
import { browserAddress } from './platform/address.ts';
import { openBlobStorage } from './platform/blob-storage.ts';
import { browserClock } from './platform/browser-clock.ts';
import { openKeepsake } from './platform/browser-keepsake.ts';
import { browserMemory } from './platform/browser-memory.ts';
import { installingHere } from './platform/installing.ts';
import { keepPage } from './platform/page-keeper.ts';
import { notifyingHere } from './platform/notifying.ts';
import { openOutboxStorage } from './platform/outbox-storage.ts';
import type { OpenRoom } from './service-worker/notifications.ts';
import { attentionSignal, mediaSignal, onlineSignal } from './platform/signals.ts';
import { themeSignal } from './platform/theme.ts';

const fetchHere: typeof fetch = (input, init) => fetch(input, init);
const rest = restClient({ base: '', fetch: fetchHere });
const visit = new Visit(rest, PROTOCOL_VERSION);
const isAttended = attentionSignal();
const chat = signal<Chat | undefined>(undefined);
const markup = new MarkupReader(async () => (await import('./models/markup/markdown.ts')).parseMarkdown);
const page: Page = {
  visit,
  rest,
  operator: operatorApi(fetchHere),
  address: browserAddress(),
  clock: browserClock,
  memory: browserMemory,
  markup,
  highlight: highlightOnDemand(),
  emojis: new Emojis(browserMemory, async () => (await import('./models/emoji/make-emoji-book.ts')).makeEmojiBook()),
  theme: themeSignal(browserMemory),
  keeper: keepPage(),
  notifying: notifyingHere(rest, browserMemory),
  installing: installingHere(),
  isOnline: onlineSignal(),
  isNarrow: mediaSignal('(width < 44rem)'),
  isWide: mediaSignal('(width >= 68rem)'),
  isTouch: mediaSignal('(hover: none) and (pointer: coarse)'),
};

const outboxOpened = openOutboxStorage();
const blobsOpened = openBlobStorage();
const keepsakeOpened = openKeepsake();

/** Whoever is inside has a chat; it ends when they are not. */
effect(() => {
  const place = visit.place.value;
  if (place.at !== 'inside') return;
  const { account } = place;
  let leave: (() => void) | undefined;
  let isOver = false;
  void Promise.all([outboxOpened, blobsOpened, keepsakeOpened]).then(([outbox, blobs, keepsake]) => {
    if (isOver) return;
    void page.notifying.begin();
    const notifier = page.notifying;
    const surroundings = {
      rest,
      outbox,
      blobs,
      keepsake,
      notifier,
      clock: browserClock,
      memory: browserMemory,
      isAttended,
      markup,
    };
    const opened = openChat(account, surroundings);
    const endSession = keepSession({
      rest,
      account: account.id,
      ended: () => void visit.toEntrance('session-ended'),
      changed: () => location.reload(),
    });
    chat.value = opened;
    leave = () => {
      endSession();
      opened.close();
      chat.value = undefined;
    };
  });
  return () => {
    isOver = true;
    untracked(() => leave?.());
  };
});

effect(() => {
  const status = chat.value?.status.value;
  if (status?.state === 'ended') untracked(() => visit.connectionEnded(status.reason));
});

/** Whoever is outside leaves nothing behind to be read. */
effect(() => {
  if (visit.place.value.at === 'entrance') void keepsakeOpened.then((keepsake) => keepsake.forget());
});

/** Somebody clicked a notification. */
navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent<OpenRoom>) => page.address.go(data.open));

/** With the network back, waiting for the next try would be time lost. */
effect(() => {
  if (page.isOnline.value) untracked(() => chat.value?.status.value.state === 'waiting' && chat.value.reconnectNow());
});

effect(() => {
  const link = page.address.link.value;
  if (link) untracked(() => void visit.followLink(link));
});
if (!page.address.link.peek()) void keepsakeOpened.then(({ before }) => visit.begin(before?.account));

render(
  <PageContext.Provider value={page}>
    <App chat={chat} />
  </PageContext.Provider>,
  document.getElementById('page')!,
);

/** What colours code comes with the first code that somebody looks at. */
function highlightOnDemand(): Highlight {
  let loading: Promise<Highlight> | undefined;
  return async (language, text) => {
    loading ??= import('./models/markup/highlight.ts').then(({ makeHighlight }) => makeHighlight());
    try {
      return await (
        await loading
      )(language, text);
    } catch {
      loading = undefined;
      return undefined;
    }
  };
}
