import type { Signal } from '@preact/signals';
import { onDemand } from './design/on-demand.tsx';
import { ChatScreen } from './features/chat-screen.tsx';
import { Entrance } from './features/entrance/entrance.tsx';
import { Ended, Outdated, Unreachable } from './features/entrance/interludes.tsx';
import type { Chat } from './models/chat.ts';
import { ChatContext, usePage } from './page.ts';

const ResetPassword = onDemand(async () => (await import('./features/entrance/reset-password.tsx')).ResetPassword);
const SetUp = onDemand(async () => (await import('./features/entrance/set-up.tsx')).SetUp);

export function App({ chat }: { readonly chat: Signal<Chat | undefined> }) {
  const place = usePage().visit.place.value;
  switch (place.at) {
    case 'door':
      return null;
    case 'entrance':
      return <Entrance server={place.server} reason={place.reason} />;
    case 'setup':
      return <SetUp token={place.token} />;
    case 'reset':
      return <ResetPassword token={place.token} />;
    case 'unreachable':
      return <Unreachable />;
    case 'outdated':
      return <Outdated />;
    case 'ended':
      return <Ended />;
    case 'inside':
      return chat.value ? (
        <ChatContext.Provider value={chat.value}>
          <ChatScreen />
        </ChatContext.Provider>
      ) : null;
  }
}
