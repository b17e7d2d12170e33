import type { Signal } from '@preact/signals';
import { onDemand } from '../design/on-demand.tsx';
import type { Overlay } from '../models/overlay.ts';
import { useChat } from '../page.ts';
import { LogOutDialog } from './account/log-out.tsx';
import { MembersDialog } from './members/members-dialog.tsx';

const LeaveRoom = onDemand(async () => (await import('./members/leave-room.tsx')).LeaveRoom);
const Directory = onDemand(async () => (await import('./directory/directory.tsx')).Directory);
const NotificationsDialog = onDemand(
  async () => (await import('./notifications/notifications-dialog.tsx')).NotificationsDialog,
);
const SessionsDialog = onDemand(async () => (await import('./account/sessions-dialog.tsx')).SessionsDialog);
const PasswordDialog = onDemand(async () => (await import('./account/password-dialog.tsx')).PasswordDialog);
const ProfileDialog = onDemand(async () => (await import('./people/profile-dialog.tsx')).ProfileDialog);
const RoomSettings = onDemand(async () => (await import('./room-settings/room-settings.tsx')).RoomSettings);
const NewMessage = onDemand(async () => (await import('./people/new-message.tsx')).NewMessage);
const MakeRoom = onDemand(async () => (await import('./room-list/make-room.tsx')).MakeRoom);
const LiveClients = onDemand(async () => (await import('./operator/live-clients.tsx')).LiveClients);
const RegistrationDialog = onDemand(
  async () => (await import('./operator/registration-dialog.tsx')).RegistrationDialog,
);
const ResetLinkDialog = onDemand(async () => (await import('./operator/reset-link-dialog.tsx')).ResetLinkDialog);
const InboxDialog = onDemand(async () => (await import('./inbox/inbox-dialog.tsx')).InboxDialog);
const SavedDialog = onDemand(async () => (await import('./inbox/saved-dialog.tsx')).SavedDialog);
const PinsDialog = onDemand(async () => (await import('./pins/pins-dialog.tsx')).PinsDialog);
const WritingHelp = onDemand(async () => (await import('./writing/writing-help.tsx')).WritingHelp);

const SearchDialog = onDemand(async () => (await import('./finding/search-dialog.tsx')).SearchDialog);
const SwitcherDialog = onDemand(async () => (await import('./finding/switcher-dialog.tsx')).SwitcherDialog);
const ShortcutsDialog = onDemand(async () => (await import('./finding/shortcuts-dialog.tsx')).ShortcutsDialog);

export function Overlays({ overlay }: { readonly overlay: Signal<Overlay> }) {
  const { searchFor } = useChat();
  const close = (): void => void (overlay.value = undefined);
  const search = (text: string): void => {
    searchFor.value = text;
    overlay.value = 'search';
  };
  switch (overlay.value) {
    case 'make-room':
      return <MakeRoom onClose={close} />;
    case 'find-rooms':
      return <Directory onClose={close} onMakeRoom={() => (overlay.value = 'make-room')} />;
    case 'new-message':
      return <NewMessage onClose={close} />;
    case 'room-settings':
      return <RoomSettings onClose={close} />;
    case 'sessions':
      return <SessionsDialog onClose={close} />;
    case 'password':
      return <PasswordDialog onClose={close} />;
    case 'profile':
      return <ProfileDialog onClose={close} />;
    case 'members':
      return <MembersDialog overlay={overlay} onClose={close} />;
    case 'leave-room':
      return <LeaveRoom onClose={close} />;
    case 'registration':
      return <RegistrationDialog onClose={close} />;
    case 'reset-link':
      return <ResetLinkDialog onClose={close} />;
    case 'clients':
      return <LiveClients onClose={close} />;
    case 'notifications':
      return <NotificationsDialog onClose={close} />;
    case 'search':
      return <SearchDialog onClose={close} begun={searchFor} />;
    case 'switcher':
      return <SwitcherDialog onClose={close} onSearch={search} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={close} />;
    case 'log-out':
      return <LogOutDialog onClose={close} />;
    case 'inbox':
      return <InboxDialog onClose={close} />;
    case 'saved':
      return <SavedDialog onClose={close} />;
    case 'pins':
      return <PinsDialog onClose={close} />;
    case 'writing-help':
      return <WritingHelp onClose={close} />;
    case undefined:
      return null;
  }
}
