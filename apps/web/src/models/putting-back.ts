import type { RestClient } from '@skein/client/rest-client';
import type { RoomView } from '@skein/protocol/rooms';

/**
 * Marking a room as unread from a message on, to come back to it (SPEC S9). It stays so while the person is there, and ends when
 * they open the room the next time.
 */
export class PuttingBack {
  readonly #rest: Pick<RestClient, 'setPreferences'>;

  constructor(rest: Pick<RestClient, 'setPreferences'>) {
    this.#rest = rest;
  }

  /** @param n of the first message that counts as unread */
  async putBack({ id, preferences }: RoomView, n: number): Promise<boolean> {
    return (await this.#rest.setPreferences(id, { ...preferences, unreadFrom: n })).ok;
  }

  opened({ id, preferences }: RoomView): void {
    if (preferences?.unreadFrom === undefined) return;
    const { unreadFrom: _, ...others } = preferences;
    void this.#rest.setPreferences(id, others);
  }
}
