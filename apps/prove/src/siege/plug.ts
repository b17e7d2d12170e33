import type { SocketLike } from '@skein/client/transport';
import { WebSocket } from 'ws';
import type { House } from '../house.ts';
import type { Person } from '../person.ts';
import type { BadNetwork } from './bad-network.ts';

/** A client's way to the server, which can be pulled out at any moment. */
export class Plug {
  readonly #house: House;
  readonly #person: Person;
  readonly #network: BadNetwork | undefined;
  #webSocket: WebSocket | undefined;
  #isOut = false;
  pulls = 0;

  constructor(house: House, person: Person, network?: BadNetwork) {
    this.#house = house;
    this.#person = person;
    this.#network = network;
  }

  open(): SocketLike {
    if (this.#isOut) throw new Error('the plug is out');
    const { host, port } = new URL(this.#house.url);
    // The server tells sessions apart by the port that they are asked for.
    const headers = { cookie: this.#person.node.jar.header, host };
    this.#webSocket = new WebSocket(`ws://127.0.0.1:${this.#network?.port ?? port}/ws`, { headers });
    return this.#webSocket as unknown as SocketLike;
  }

  /** Cuts the connection that there is now, without a word to the server. */
  pull(): void {
    this.pulls++;
    this.#webSocket?.terminate();
  }

  /** Pulls it and leaves it out. */
  keepOut(): void {
    this.#isOut = true;
    this.pull();
  }

  putIn(): void {
    this.#isOut = false;
  }
}
