import { type Signal, useSignal } from '@preact/signals';
import type { UploadState } from '@skein/client/uploads';
import { LIMITS } from '@skein/protocol/limits';
import type { RoomView } from '@skein/protocol/rooms';
import { useCallback, useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { type CommandName, readCommand } from '../../models/commands.ts';
import { byteLength } from '../../models/message-text.ts';
import type { Overlay } from '../../models/overlay.ts';
import type { Replies } from '../../models/replies.ts';
import { insertion } from '../../models/writing/text-edit.ts';
import { useChat, usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import { AttachButton } from '../files/attach-button.tsx';
import { DropTarget } from '../files/drop-target.tsx';
import { applyEdit, selectedIn } from '../writing/apply-edit.ts';
import { useNamedEmoji } from '../writing/named-emoji.ts';
import { WritingBox } from '../writing/writing-box.tsx';
import './composer.css';
import { DraftPreview } from './draft-preview.tsx';
import { EmojiButton } from './emoji-button.tsx';
import { giveCommand } from './give-command.ts';
import { ReplyBanner } from './reply-banner.tsx';

const AttachmentStrip = onDemand(async () => (await import('../files/attachment-strip.tsx')).AttachmentStrip);

/** From here on the room left is counted. */
const COUNTED_FROM_BYTES = LIMITS.bodyBytes - 1024;

interface ComposerProps {
  readonly room: RoomView | undefined;
  readonly overlay: Signal<Overlay>;
  /** Those beside the room, where it is written to them. */
  readonly replies?: Replies;
}

/** Where one writes: what is being written, how it will look above it, and what can be done with it in a row below. */
export function Composer({ room, overlay, replies }: ComposerProps) {
  const chat = useChat();
  const { address } = usePage();
  const id = useId();
  const ref = useRef<HTMLTextAreaElement>(null);
  const roomId = room?.id;
  /** Where what is written and attached is kept. */
  const place = replies?.key ?? roomId;
  const namedEmoji = useNamedEmoji(ref);
  const draft = useSignal(place ? chat.drafts.read(place) : '');
  /** What a command has to say, until something else is written. */
  const told = useSignal<string | undefined>(undefined);
  const bytesLeft = LIMITS.bodyBytes - countedBytes(draft.value, (text) => chat.asSent(text));
  const attached = place ? chat.attaching.in(place).value : [];
  const hasSomething = draft.value.trim() !== '' || attached.some(({ key }) => isGoing(chat.attaching.stateOf(key)));
  const canSend = chat.canPost && hasSomething && bytesLeft >= 0;
  useFocusOnArrival(ref, replies ? undefined : roomId);

  const kept = chat.editing.kept.value;
  useEffect(() => {
    if (!roomId || replies) return;
    if (kept?.room !== roomId) return takeKept(roomId);
    chat.editing.kept.value = undefined;
    if (kept.isDraft) draft.value = chat.drafts.read(roomId);
    told.value = kept.isDraft ? words.editIsDraft : words.editIsKept;
  }, [roomId, kept]);

  /** What was kept aside for when nothing is written here. */
  function takeKept(room: string): void {
    if (replies || !chat.drafts.takeKept(room)) return;
    draft.value = chat.drafts.read(room);
    told.value = words.keptEditIsDraft;
  }

  function write(text: string): void {
    draft.value = text;
    told.value = undefined;
    if (place) chat.drafts.write(place, text);
  }

  function send(event?: Event): void {
    event?.preventDefault();
    if (canSend && room) namedEmoji.whenPlaced(() => sendWritten(room));
  }

  function sendWritten(room: RoomView): void {
    const given = readCommand(draft.value);
    if (given.t === 'unknown') return void (told.value = words.unknownCommand(given.name));
    if (given.t === 'text') {
      post(given.text);
      write('');
      takeKept(room.id);
    } else void command(room, given.name, given.argument);
    ref.current?.focus();
  }

  function post(text: string): void {
    if (replies) chat.postReply(replies, chat.asSent(text));
    else chat.post(chat.asSent(text));
  }

  const attach = useCallback(
    (files: readonly File[]) => {
      if (!place || files.length === 0) return;
      const leftOut = chat.attaching.add(place, files);
      if (leftOut > 0) told.value = words.tooManyFiles(leftOut);
      ref.current?.focus();
    },
    [chat, place],
  );

  /** It stays written until it is known what comes of it. */
  async function command(room: RoomView, name: CommandName, argument: string): Promise<void> {
    const writtenAs = draft.value;
    const outcome = await giveCommand(name, argument, {
      ...{ room, rest: chat.rest, people: chat.people, post },
      postTo: (room, text) => chat.postTo(room, chat.asSent(text)),
      go: (room) => address.go(room),
      open: (over) => (overlay.value = over),
    });
    if (draft.value !== writtenAs) return;
    if (outcome.isDone) write('');
    told.value = outcome.told;
    if (outcome.isDone) takeKept(room.id);
  }

  function pickEmoji(emoji: string): void {
    if (ref.current) applyEdit(ref.current, insertion(selectedIn(ref.current), emoji));
  }

  return (
    <form
      class="composer"
      onSubmit={send}
      // Before the text box: what is pasted beside text, as from a spreadsheet, is a picture of it and not meant.
      onPasteCapture={(event) => {
        const files = [...(event.clipboardData?.files ?? [])];
        if (files.length === 0 || event.clipboardData?.types.includes('text/plain')) return;
        event.preventDefault();
        attach(files);
      }}
    >
      {room && !replies && <DropTarget room={room.name} onDrop={attach} />}
      <div class="composer-frame">
        <label class="visually-hidden" for={id}>
          {replies ? words.replyHere : words.message(room?.name ?? '')}
        </label>
        {!replies && <ReplyBanner />}
        <DraftPreview draft={draft} asSent={(text) => chat.asSent(text)} />
        {place && attached.length > 0 && <AttachmentStrip room={place} />}
        <p class="composer-told" role="status">
          {told}
        </p>
        <div class="composer-line">
          <AttachButton onPick={attach} disabled={!room} />
          <WritingBox
            id={id}
            room={room}
            isComposer={!replies}
            takesCommands
            text={draft}
            textRef={ref}
            namedEmoji={namedEmoji}
            placeholder={replies ? words.replyHere : room && words.message(room.name)}
            // What is written before it is known where to would be lost.
            disabled={!room}
            onWrite={(text) => {
              write(text);
              if (text !== '') chat.typed();
            }}
            onEnter={send}
            onKey={(event) => {
              if (replies) return;
              if (event.key === 'Escape' && chat.replying.value) {
                chat.replying.value = undefined;
                event.preventDefault();
              }
              if (isPlainArrowUp(event) && draft.value === '' && chat.editing.beginLast()) event.preventDefault();
            }}
          />
          {bytesLeft < 1024 && (
            <span class="composer-count" data-over={bytesLeft < 0}>
              {words.bytesLeft(bytesLeft)}
            </span>
          )}
          <EmojiButton onPick={pickEmoji} />
          <button
            type="submit"
            class="composer-send"
            aria-label={replies ? words.sendReply : words.send}
            title={replies ? words.sendReply : words.send}
            aria-disabled={!canSend}
            // The text keeps the focus, and a phone its keyboard.
            onMouseDown={(event) => event.preventDefault()}
          >
            <Icon name="send" />
          </button>
        </div>
      </div>
    </form>
  );
}

/** A file that failed holds nobody up: it stays behind. */
function isGoing(state: UploadState | undefined): boolean {
  return state !== undefined && state.state !== 'failed';
}

function isPlainArrowUp({ key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === 'ArrowUp' && !shiftKey && !altKey && !ctrlKey && !metaKey;
}

/** Measuring costs a copy of the text, so short ones are not measured: no character has more than three bytes a unit. */
function countedBytes(text: string, asSent: (text: string) => string): number {
  return text.length * 3 < COUNTED_FROM_BYTES ? 0 : byteLength(asSent(text));
}

/** With a keyboard at hand, coming to a room means writing there, unless one comes to a message of it. */
function useFocusOnArrival(ref: { readonly current: HTMLTextAreaElement | null }, room: string | undefined): void {
  const { isTouch } = usePage();
  useEffect(() => {
    const isElsewhere = document.querySelector('dialog[open]') ?? document.activeElement?.closest('article');
    if (room && !isTouch.value && !isElsewhere) ref.current?.focus({ preventScroll: true });
  }, [room]);
}
