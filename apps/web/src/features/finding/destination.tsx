import { Icon } from '../../design/icon.tsx';
import { GroupPicture, Picture } from '../people/picture.tsx';
import type { Destination } from '../../models/finding/switcher.ts';
import { unreadOf } from '../../models/rooms.ts';
import { useChat } from '../../page.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import { MarkedText } from './marked-text.tsx';

/** A line of the quick switcher. */
export function DestinationView({ destination }: { readonly destination: Destination }) {
  const { people } = useChat();
  const name = <DestinationName destination={destination} />;
  if (destination.kind === 'person') {
    return (
      <>
        <Picture person={destination.person} size="small" />
        {name}
        <span class="destination-about">{lateWords.sendMessage}</span>
      </>
    );
  }
  const { room } = destination;
  const unread = unreadOf(room);
  return (
    <>
      {room.kind === 'direct' ? (
        <GroupPicture people={room.people ?? []} isHere={people.isHere(room)} />
      ) : (
        <span class="destination-thread" data-unread={unread > 0} />
      )}
      {name}
      {room.kind === 'private' && <Icon name="lock" />}
      {unread > 0 && (
        <span class="badge">
          <span aria-hidden="true">{words.badge(unread)}</span>
          <span class="visually-hidden">{words.unread(unread)}</span>
        </span>
      )}
    </>
  );
}

function DestinationName({ destination: { name, places } }: { readonly destination: Destination }) {
  const ranges = places.map((place) => [place, place + String.fromCodePoint(name.codePointAt(place)!).length] as const);
  return (
    <bdi class="ellipsis">
      <MarkedText text={name} ranges={ranges} />
    </bdi>
  );
}
