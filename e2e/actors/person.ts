import { expect, type Locator, type Page } from '@playwright/test';
import type { Wire } from '../fixtures/wire.ts';

export interface PersonOptions {
  readonly name: string;
  readonly wire: Wire;
  readonly page: Page;
}

/**
 * Somebody who uses the chat: verbs for what they do, and for what they see. Everything is found by role and name, as a
 * person or a screen reader finds it. Each verb waits until it is done, or fails.
 */
export class Person {
  readonly name: string;
  readonly password: string;
  readonly page: Page;
  readonly #wire: Wire;

  constructor({ name, wire, page }: PersonOptions) {
    this.name = name;
    this.password = `${name} has a long password`;
    this.page = page;
    this.#wire = wire;
  }

  // Coming and going

  /** @returns the status of the answer */
  async opens(path = '/chat/'): Promise<number | undefined> {
    const response = await this.page.goto(this.#wire.url + path);
    return response?.status();
  }

  async reloads(): Promise<void> {
    await this.page.reload();
  }

  async registers(): Promise<void> {
    await this.opens();
    await this.#button('Register').click();
    await this.#fillsInCredentials();
    await this.#button('Register').click();
    await this.isInRoom('Lobby');
  }

  /** Opens the link of the first run and becomes the operator. */
  async takesOver(
    setupPath: string,
    whoMayRegister: 'Anybody' | 'Whoever has a code' | 'Nobody' = 'Anybody',
  ): Promise<void> {
    await this.opens(setupPath);
    await this.#fillsInCredentials();
    await this.page.getByRole('radio', { name: whoMayRegister }).check();
    await this.#button('Make the account').click();
    await this.isInRoom('Lobby');
  }

  async logsIn(password = this.password): Promise<void> {
    await this.opens();
    await this.#fillsInCredentials(password);
    await this.#button('Log in').click();
    await this.isInRoom('Lobby');
  }

  async logsOut(): Promise<void> {
    await this.#opensAccount();
    await this.#button('Log out').click();
    await this.isLoggedOut();
  }

  async isLoggedOut(): Promise<void> {
    await expect(this.#field('Password')).toBeVisible();
  }

  /** The same person, in a second tab of the same browser. */
  async opensSecondTab(): Promise<Person> {
    const page = await this.page.context().newPage();
    const tab = new Person({ name: this.name, wire: this.#wire, page });
    await tab.opens();
    await tab.isInRoom('Lobby');
    return tab;
  }

  // Talking

  async writes(text: string): Promise<void> {
    await this.#composer.fill(text);
  }

  /** Sends a message and sees it among the others; the server may not have it yet. */
  async sends(text: string): Promise<void> {
    await this.writes(text);
    await this.#button('Send').click();
    await this.sees(text);
  }

  /** The server has this message. */
  async hasSent(text: string): Promise<void> {
    await expect(this.message(text)).toHaveAccessibleName(/^(?!.*Not sent).+$/);
  }

  async isWaitingToSend(text: string): Promise<void> {
    await expect(this.message(text)).toHaveAccessibleName(/Not sent yet/);
  }

  async sees(text: string): Promise<void> {
    await expect(this.message(text)).toBeVisible();
  }

  async seesFrom(author: Person, text: string): Promise<void> {
    await expect(this.message(text)).toHaveAccessibleName(new RegExp(`^${escaped(author.name)}, `));
  }

  async doesNotSee(text: string): Promise<void> {
    await expect(this.message(text)).toHaveCount(0);
  }

  /** Sees these messages once each and in this order, whatever stands between them. */
  async seesInOrder(...texts: readonly string[]): Promise<void> {
    const wanted = this.page.getByRole('article').filter({ hasText: new RegExp(texts.map(escaped).join('|')) });
    await expect(wanted).toContainText([...texts]);
    await expect(wanted).toHaveCount(texts.length);
  }

  async seesTyping(author: Person): Promise<void> {
    await expect(this.page.getByText(`${author.name} is typing`)).toBeVisible();
  }

  /** The article of the one message with this text. */
  message(text: string): Locator {
    return this.page.getByRole('article').filter({ hasText: text });
  }

  // Rooms

  async isInRoom(room: string): Promise<void> {
    await expect(this.page.getByRole('textbox', { name: `Message ${room}`, exact: true })).toBeVisible();
  }

  async opensRoom(room: string): Promise<void> {
    await this.#roomLink(room).click();
    await this.isInRoom(room);
  }

  async makesRoom(room: string, whoMayComeIn: 'Everyone' | 'Who is invited' = 'Everyone'): Promise<void> {
    await this.#button('Make a room').click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name of the room' }).fill(room);
    await dialog.getByRole('radio', { name: whoMayComeIn }).check();
    await dialog.getByRole('button', { name: 'Make a room' }).click();
    await this.isInRoom(room);
  }

  async joins(room: string): Promise<void> {
    await this.#searchesRooms(room);
    await this.page.getByRole('button', { name: `Join ${room}`, exact: true }).click();
    await this.isInRoom(room);
  }

  async doesNotFind(room: string): Promise<void> {
    await this.#searchesRooms(room);
    await expect(this.page.getByText('No public room has such a name.')).toBeVisible();
    await this.#button('Close').click();
  }

  async invites(person: Person): Promise<void> {
    await this.showsMembers();
    await this.page.getByRole('combobox', { name: 'Name of the person' }).fill(person.name);
    await this.page.getByRole('button', { name: 'Invite', exact: true }).click();
    await expect(this.page.getByText(`${person.name} is in.`)).toBeVisible();
  }

  async leaves(room: string): Promise<void> {
    await this.opensRoom(room);
    await this.showsMembers();
    await this.#button('Leave room').click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
    await this.doesNotHave(room);
  }

  async has(room: string): Promise<void> {
    await expect(this.#roomLink(room)).toBeVisible();
  }

  async doesNotHave(room: string): Promise<void> {
    await expect(this.#roomLink(room)).toHaveCount(0);
  }

  async hasUnread(room: string, count: number): Promise<void> {
    await expect(this.#roomLink(room)).toHaveAccessibleName(new RegExp(`${count} unread`));
  }

  async hasNothingUnread(room: string): Promise<void> {
    await expect(this.#roomLink(room)).not.toHaveAccessibleName(/unread/);
  }

  async showsMembers(): Promise<void> {
    const button = this.#button('Show members');
    const shown = this.page.getByRole('heading', { name: 'Members' });
    await expect(button.or(shown).first()).toBeVisible();
    if (await button.isVisible()) await button.click();
    await expect(shown).toBeVisible();
  }

  // The connection

  /** Somebody pulls the plug: open connections break and new ones fail. */
  async isCut(): Promise<void> {
    this.#wire.cut();
    await this.seesConnectionLost();
  }

  async isBack(): Promise<void> {
    this.#wire.mend();
    await this.seesConnected();
  }

  async seesConnectionLost(): Promise<void> {
    await expect(this.page.getByText('Connection lost.')).toBeVisible();
  }

  async seesConnected(): Promise<void> {
    await expect(this.page.getByText(/Connection lost\.|Connecting|Catching up/)).toHaveCount(0);
  }

  // Where things are

  get #composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Message / });
  }

  #button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  #field(name: string): Locator {
    return this.page.getByLabel(name, { exact: true });
  }

  #roomLink(room: string): Locator {
    const link = new RegExp(`^${escaped(room)}(?![\\p{L}\\p{N}])`, 'u');
    return this.page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: link });
  }

  async #searchesRooms(room: string): Promise<void> {
    await this.#button('Find rooms').click();
    await this.page.getByRole('searchbox', { name: 'Search by name' }).fill(room);
  }

  async #opensAccount(): Promise<void> {
    await this.#button(`Account of ${this.name}`).click();
  }

  async #fillsInCredentials(password = this.password): Promise<void> {
    await this.#field('Name').fill(this.name);
    await this.#field('Password').fill(password);
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
