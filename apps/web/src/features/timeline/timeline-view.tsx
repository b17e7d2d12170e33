import { useComputed, useSignalEffect } from '@preact/signals';
import type { RoomView } from '@skein/protocol/rooms';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Strand } from '../../design/threads.tsx';
import { MessageActions } from '../../models/message-actions.ts';
import type { Timeline } from '../../models/timeline.ts';
import { nearestMessage, reuseRows, type Row, toRows } from '../../models/timeline-rows.ts';
import { useChat, usePage } from '../../page.ts';
import { dayOf, formatDay } from '../../words/intl.ts';
import { words } from '../../words/words.ts';
import { FirstNewButton } from './first-new-button.tsx';
import { JumpButton } from './jump-button.tsx';
import { OpenAction } from './open-action.tsx';
import { ScrollKeeper } from './scroll-keeper.ts';
import { TimelineRow } from './timeline-row.tsx';
import './timeline.css';

/** Rows that are this many heights of the view behind the reader may go. */
const FAR_VIEWS = 2.5;

/**
 * What was said in a room. It opens at the end, or where the new begins; loads what is missing while somebody comes near;
 * and never moves what is being read.
 */
export function TimelineView({ timeline }: { readonly timeline: Timeline }) {
  const chat = useChat();
  const { markup } = usePage();
  const view = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const keeper = useMemo(() => new ScrollKeeper(), []);
  const isPlaced = useRef(false);
  const made = useRef<readonly Row[]>([]);
  const rowsSignal = useComputed(() => {
    const rows = toRows(timeline.shown.value.events, timeline.shown.value.hasNewer ? [] : chat.pending.value, {
      readUpTo: timeline.readUpTo.value,
      dayOf,
      changes: chat.changes.value,
    });
    return (made.current = reuseRows(rows, made.current));
  });
  const rows = rowsSignal.value;
  const actions = useMemo(() => new MessageActions(rowsSignal, { canAct: (message) => !message.deleted }), []);
  const { hasOlder, hasNewer, events } = timeline.shown.value;
  const opening = timeline.opening.value;
  // Messages may get another height with it.
  const isReadable = markup.isSettled.value;
  const isShown = opening === 'ready' || events.length > 0;
  const target = timeline.target.value;

  /** As it was shown last. */
  const before = useRef({ hasNewer, opening });

  keeper.capture();
  useLayoutEffect(() => {
    keeper.attach(view.current!, list.current!);
    if (before.current.hasNewer && before.current.opening === 'ready') keeper.leaveEnd();
    before.current = { hasNewer, opening };
    if (goToTarget()) isPlaced.current = true;
    else if (isShown && !isPlaced.current && target === undefined) place();
    else keeper.restore();
    follow();
    // In a frame of its own, so that no task makes more than a few rows.
    const frame = requestAnimationFrame(fetchNear);
    return () => cancelAnimationFrame(frame);
  }, [rows, isShown, hasOlder, opening, isReadable, target]);
  useStayOnResize([view, list], keeper);
  useGoToEndOnRequest(timeline, keeper);
  // What is open stands beside its message: no new one pushes that away.
  useSignalEffect(() => keeper.hold(actions.isOpen.value));

  function place(): void {
    isPlaced.current = true;
    const line = list.current!.querySelector('.row-unread');
    if (line) keeper.goTo(line);
    else keeper.goToEnd();
  }

  /** To the message that was asked for, or what is nearest to it where it is gone. @returns whether that could be done */
  function goToTarget(): boolean {
    if (target === undefined || opening !== 'ready') return false;
    timeline.target.value = undefined;
    const key = nearestMessage(rows, target);
    const row = key === undefined ? undefined : list.current!.children[rows.findIndex((row) => row.key === key)];
    if (!(row instanceof HTMLElement)) return false;
    keeper.goTo(row);
    row.tabIndex = -1;
    focusBehindDialog(row);
    light(row);
    return true;
  }

  /** Tells the model where the reader is. */
  function follow(): void {
    if (!isPlaced.current) return;
    if (isFirstNewInView()) timeline.firstNew.value = undefined;
    timeline.isFollowing.value = keeper.isAtEnd && !timeline.shown.value.hasNewer;
  }

  /** Shows, and loads, what the reader comes near to, and lets go of what is far behind them. */
  function fetchNear(): void {
    if (!isPlaced.current) return;
    const seqOf = (row: Row | undefined): number | undefined => (row?.kind === 'message' ? row.message.seq : undefined);
    const rows = rowsSignal.peek();
    if (keeper.isNearStart) timeline.comeNearStart(seqOf(rows[keeper.firstRowBelow(FAR_VIEWS)]));
    else if (keeper.isNearEnd) timeline.comeNearEnd(seqOf(rows[keeper.lastRowAbove(FAR_VIEWS)]));
  }

  /** The line is where the new begins only if what is before it is held. */
  function isFirstNewInView(): boolean {
    const n = timeline.firstNew.value;
    const { events, hasOlder } = timeline.shown.value;
    const first = events.find((event) => event.t === 'message')?.n ?? Infinity;
    if (n === undefined || opening !== 'ready' || (hasOlder && first >= n)) return false;
    const line = list.current!.querySelector('.row-unread');
    return line !== null && keeper.isInView(line);
  }

  function scrolled(): void {
    if (keeper.isMovedByReader) actions.scrolled();
    keeper.scrolled();
    follow();
    fetchNear();
  }

  // The same for every row and every time, as a row is rendered again for what is new to it.
  const unfolded = useRef(() => {});
  unfolded.current = () => {
    keeper.unfolded();
    follow();
    fetchNear();
  };
  const onUnfold = useCallback(() => unfolded.current(), []);

  return (
    <div class="timeline-frame">
      <div
        ref={view}
        class="timeline"
        role="log"
        aria-live="off"
        aria-label={words.messages}
        tabIndex={0}
        onScroll={scrolled}
      >
        {isShown ? <Beginning timeline={timeline} /> : <Opening timeline={timeline} />}
        <div ref={list} class="timeline-rows">
          {rows.map((row) => (
            <TimelineRow key={row.key} row={row} actions={actions} onUnfold={onUnfold} />
          ))}
        </div>
      </div>
      <FirstNewButton timeline={timeline} />
      <JumpButton timeline={timeline} />
      <OpenAction actions={actions} />
    </div>
  );
}

/** Says for a moment which message it is; a style that goes by itself. */
function light(row: HTMLElement): void {
  delete row.dataset['lit'];
  // Read, so that the animation of one that was lit a moment ago begins again.
  void row.offsetWidth;
  row.dataset['lit'] = '';
  row.addEventListener('animationend', () => delete row.dataset['lit'], { once: true });
}

/** A dialog that leads here may still be open, and gives the focus back to who opened it as it closes: this comes after. */
function focusBehindDialog(row: HTMLElement): void {
  const focus = (): void => row.focus({ preventScroll: true });
  const dialog = document.querySelector('dialog[open]');
  if (dialog) dialog.addEventListener('close', focus, { once: true });
  else focus();
}

/** Before the newest messages are there. */
function Opening({ timeline }: { readonly timeline: Timeline }) {
  if (timeline.opening.value === 'loading')
    return <p class="timeline-opening" aria-label={words.loading} role="status" />;
  return (
    <div class="timeline-failed" role="alert">
      <p>{words.roomFailed}</p>
      <Button onClick={() => timeline.open()}>{words.tryAgain}</Button>
    </div>
  );
}

/** Above the first row: where the room begins, or that there is more. */
function Beginning({ timeline }: { readonly timeline: Timeline }) {
  const { rooms, names, now } = useChat();
  const room = rooms.get(timeline.room);
  const { hasOlder, events } = timeline.shown.value;
  if (hasOlder) {
    return (
      <div class="timeline-earlier">
        {timeline.older.value === 'failed' ? (
          <>
            <span>{words.earlierFailed}</span>
            <Button onClick={() => timeline.loadOlder()}>{words.tryAgain}</Button>
          </>
        ) : (
          <span class="timeline-thread">{words.loadingEarlier}</span>
        )}
      </div>
    );
  }
  if (room && room.floor > 0) {
    return (
      <div class="timeline-begins">
        <Strand />
        <h2>{words.retentionEnd}</h2>
        <p>{words.retentionEndText(room.retentionDays)}</p>
      </div>
    );
  }
  const created = events.find((event) => event.t === 'created');
  const isEmpty = !events.some((event) => event.t === 'message');
  return (
    <div class="timeline-begins">
      <Strand />
      <h2>{room && beginning(room)}</h2>
      {room?.lobby && <p>{words.lobbyBegins}</p>}
      {room?.description !== undefined && <p dir="auto">{room.description}</p>}
      {room?.kind === 'direct' && <p>{room.members > 2 ? words.directBeginsGroup : words.directBeginsText}</p>}
      {created && !room?.lobby && room?.kind !== 'direct' && (
        <p>{words.made(names.now(created.by, created.name), formatDay(created.at, now))}</p>
      )}
      {isEmpty && <p>{words.roomEmpty}</p>}
    </div>
  );
}

function beginning({ lobby, kind, name }: RoomView): string {
  if (lobby) return words.lobbyBeginsTitle;
  return kind === 'direct' ? words.directBegins(name) : words.roomBegins(name);
}

/**
 * The view gets another size when the window does, when the composer grows, or when a banner comes; the list also when a
 * row grows by itself, as by what somebody puts on its message.
 */
function useStayOnResize(elements: readonly { readonly current: HTMLElement | null }[], keeper: ScrollKeeper): void {
  useEffect(() => {
    const observer = new ResizeObserver(() => keeper.restore());
    for (const { current } of elements) observer.observe(current!);
    return () => observer.disconnect();
  }, []);
}

function useGoToEndOnRequest(timeline: Timeline, keeper: ScrollKeeper): void {
  const requests = timeline.endRequests.value;
  const answered = useRef(requests);
  useLayoutEffect(() => {
    if (requests !== answered.current) keeper.goToEnd();
    answered.current = requests;
  }, [requests]);
}
