import { onDemand } from '../../design/on-demand.tsx';
import type { MessageActions } from '../../models/message-actions.ts';
import { DeleteMessage } from './delete-message.tsx';
import { MessageMenu } from './message-menu.tsx';
import { ReactionPicker } from './reaction-picker.tsx';

const VersionsDialog = onDemand(async () => (await import('./versions-dialog.tsx')).VersionsDialog);

/** What is open over messages for one of them. It stands beside the list that they are in: there it looks for its button. */
export function OpenAction({ actions }: { readonly actions: MessageActions }) {
  const { menu, deleting, versions, picking } = actions;
  if (deleting.value) return <DeleteMessage message={deleting.value} onClose={() => (deleting.value = undefined)} />;
  if (versions.value) return <VersionsDialog message={versions.value} onClose={() => (versions.value = undefined)} />;
  if (picking.value) return <ReactionPicker message={picking.value} onClose={() => (picking.value = undefined)} />;
  return menu.value ? <MessageMenu message={menu.value} actions={actions} /> : null;
}
