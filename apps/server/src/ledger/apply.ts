import * as accounts from './accounts.ts';
import * as administering from './administering.ts';
import * as changing from './changing.ts';
import type { Answer, Command, CommandKind } from './commands.ts';
import * as direct from './direct.ts';
import type { Court, Judge } from './judgement.ts';
import * as mentioning from './mentioning.ts';
import * as ownAccount from './own-account.ts';
import * as posting from './posting.ts';
import * as reading from './reading.ts';
import * as retention from './retention.ts';
import * as rooms from './rooms.ts';
import * as settings from './settings.ts';
import * as saving from './saving.ts';
import * as tagging from './tagging.ts';
import * as uploads from './uploads.ts';

const judges: { readonly [K in CommandKind]: Judge<K> } = {
  post: posting.post,
  edit: changing.edit,
  delete: changing.remove,
  tag: tagging.tag,
  save: saving.save,
  read: reading.read,
  'read-replies': reading.readReplies,
  'read-mention': mentioning.readMention,
  broadcast: posting.broadcast,
  'create-upload': uploads.createUpload,
  'finish-upload': uploads.finishUpload,
  'describe-upload': uploads.describeUpload,
  'remove-upload': uploads.removeUpload,
  'expire-uploads': uploads.expireUploads,
  register: accounts.register,
  'open-session': accounts.openSession,
  'renew-session': accounts.renewSession,
  'end-session': accounts.endSession,
  'make-reset-link': accounts.makeResetLink,
  'reset-password': accounts.resetPassword,
  'change-password': accounts.changePassword,
  'set-registration': accounts.setRegistration,
  'keep-setup-token': accounts.keepSetupToken,
  'change-account': ownAccount.changeAccount,
  'set-picture': ownAccount.setPicture,
  'set-blocked': ownAccount.setBlocked,
  'set-preferences': ownAccount.setPreferences,
  'add-account': administering.addAccount,
  'set-password': administering.setPassword,
  'set-disabled': administering.setDisabled,
  'set-role': administering.setRole,
  'create-room': rooms.createRoom,
  'open-direct': direct.openDirect,
  'change-room': settings.changeRoom,
  'set-room-role': settings.setRole,
  expire: retention.expire,
  'give-back-space': retention.giveBackSpace,
  join: rooms.join,
  leave: rooms.leave,
  invite: rooms.invite,
  remove: rooms.remove,
  ban: rooms.ban,
  unban: rooms.unban,
};

export function apply(command: Command, court: Court): Promise<Answer<CommandKind>> {
  const judge = judges[command.kind] as Judge<CommandKind>;
  return judge(command, court);
}
