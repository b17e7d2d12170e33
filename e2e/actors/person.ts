import { expect, type Locator, type Page } from '@playwright/test';
import type { Complaints } from '../fixtures/complaints.ts';
import type { Wire } from '../fixtures/wire.ts';

export interface PersonOptions {
  readonly name: string;
  readonly wire: Wire;
  readonly page: Page;
  readonly complaints: Complaints;
}

/** The button that opens a message's menu. */
const ACTIONS = 'Message actions';
const HOUR_MS = 60 * 60_000;

type WhoMayRegister = 'Anybody' | 'Whoever has a code' | 'Nobody';

/**
 * Somebody who uses the chat: verbs for what they do, and for what they see. Everything is found by role and name, as a
 * person or a screen reader finds it. Each verb waits until it is done, or fails.
 */
export class Person {
  readonly name: string;
  readonly password: string;
  readonly page: Page;
  readonly complaints: Complaints;
  readonly #wire: Wire;

  constructor({ name, wire, page, complaints }: PersonOptions) {
    this.name = name;
    this.password = `${name} has a long password`;
    this.page = page;
    this.complaints = complaints;
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

  async registers(code?: string): Promise<void> {
    await this.opens();
    await this.triesToRegister(code);
    await this.isInRoom('Lobby');
  }

  async triesToRegister(code?: string): Promise<void> {
    const heading = this.page.getByRole('heading', { name: 'Take up a thread' });
    if (!(await heading.isVisible())) await this.button('Register').click();
    await expect(heading).toBeVisible();
    await this.#fillsInCredentials();
    if (code !== undefined) await this.field('Registration code').fill(code);
    await this.button('Register').click();
  }

  /** Opens the link of the first run and becomes the operator. */
  async takesOver(setupPath: string, whoMayRegister: WhoMayRegister = 'Anybody', code?: string): Promise<void> {
    await this.opens(setupPath);
    await this.#fillsInCredentials();
    await this.page.getByRole('radio', { name: whoMayRegister }).check();
    if (code !== undefined) await this.field('Code').fill(code);
    await this.button('Make the account').click();
    await this.isInRoom('Lobby');
  }

  async logsIn(password = this.password): Promise<void> {
    await this.opens();
    await this.triesToLogIn(password);
    await this.isInRoom('Lobby');
  }

  async triesToLogIn(password: string): Promise<void> {
    await this.#fillsInCredentials(password);
    await this.button('Log in').click();
  }

  async logsOut(): Promise<void> {
    await this.opensAccount();
    await this.button('Log out').click();
    await this.isLoggedOut();
  }

  /** Once it is known: at the entrance, or in a room. */
  async isAtTheEntrance(): Promise<boolean> {
    await expect(this.field('Password').or(this.composer)).toBeVisible();
    return this.field('Password').isVisible();
  }

  /** Answers the question whether what was not sent may go. */
  async logsOutAllTheSame(): Promise<void> {
    await this.opensAccount();
    await this.button('Log out').click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Log out', exact: true }).click();
    await this.isLoggedOut();
  }

  async isLoggedOut(): Promise<void> {
    await expect(this.field('Password')).toBeVisible();
  }

  /** Reads what is wrong, next to what was filled in or above it. */
  /** What a screen reader says by itself. */
  async hears(text: string): Promise<void> {
    await expect(this.page.locator('[aria-live=polite]', { hasText: text })).toBeAttached();
  }

  async isTold(text: string): Promise<void> {
    await expect(this.page.getByText(text)).toBeVisible();
  }

  /** The same person, in another tab of the same browser, in the room that is or was open here. */
  async opensSecondTab(room = 'Lobby'): Promise<Person> {
    const page = await this.page.context().newPage();
    const tab = new Person({ name: this.name, wire: this.#wire, page, complaints: this.complaints });
    await tab.opens(`/chat/${new URL(this.page.url()).hash}`);
    await tab.isInRoom(room);
    return tab;
  }

  /** Brings this page to the front of its browser's window. */
  async turnsHere(): Promise<void> {
    await this.page.bringToFront();
  }

  /** Presses Enter and closes the tab. */
  async sendsAndIsGone(text: string): Promise<void> {
    await this.writes(text);
    await this.composer.press('Enter');
    await this.goesAway();
  }

  async goesAway(): Promise<void> {
    await this.page.close();
  }

  // What kind of browser it is

  /** As over plain http, where nothing is called secure. */
  async hasNoWebLocks(): Promise<void> {
    await this.page.context().addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'locks'));
  }

  /** Its clock is wrong from the next page on, until it is set anew. */
  async hasClockAhead(hours: number): Promise<void> {
    await this.page.context().addInitScript((aheadMs) => {
      const realNow = Date.now;
      const clock = { aheadMs };
      Object.assign(globalThis, { wrongClock: clock });
      const now = (): number => realNow() + clock.aheadMs;
      globalThis.Date = new Proxy(Date, {
        construct: (date, values: []) => (values.length === 0 ? new date(now()) : Reflect.construct(date, values)),
        get: (date, name) => (name === 'now' ? now : Reflect.get(date, name)),
      });
    }, hours * HOUR_MS);
  }

  /** Somebody sets the clock while the page is open. */
  async setsClockAhead(hours: number): Promise<void> {
    await this.page.evaluate((aheadMs) => {
      (globalThis as unknown as { wrongClock: { aheadMs: number } }).wrongClock.aheadMs = aheadMs;
    }, hours * HOUR_MS);
  }

  /** The browser has kept the page, and what stands in it, for a time without a network. */
  async hasThePageKept(text: string): Promise<void> {
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    await expect.poll(() => this.#readsKept()).toContain(text);
  }

  async hasNothingKept(): Promise<void> {
    await expect.poll(() => this.#readsKept()).toBe('[]');
  }

  /** The messages that this browser keeps for a time without a network. */
  #readsKept(): Promise<string> {
    return this.page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('skein-keepsake');
          opening.onsuccess = () => {
            const asking = opening.result.transaction('events').objectStore('events').getAll();
            asking.onsuccess = () => resolve(JSON.stringify(asking.result));
            opening.result.close();
          };
        }),
    );
  }

  // Notifications

  /** Lets this browser show notifications from here, as somebody who is asked does. */
  async turnsOnNotifications(): Promise<void> {
    await this.page.context().grantPermissions(['notifications'], { origin: new URL(this.page.url()).origin });
    await this.opensAccount();
    await this.button('Notifications').click();
    const dialog = this.page.getByRole('dialog', { name: 'Notifications' });
    await dialog.getByRole('button', { name: 'Turn on' }).click();
    await expect(dialog.getByText(/This device tells you of messages/)).toBeVisible();
    await this.closesDialog();
  }

  /** Another window is in front of the page. */
  async looksAway(): Promise<void> {
    await this.page.evaluate(() => {
      document.hasFocus = () => false;
      dispatchEvent(new Event('blur'));
    });
  }

  async looksAgain(): Promise<void> {
    await this.page.evaluate(() => {
      document.hasFocus = () => true;
      dispatchEvent(new Event('focus'));
    });
  }

  /** The notifications that this browser shows, each as its title and its text. */
  async isNotified(...notifications: readonly string[]): Promise<void> {
    const shown = (): Promise<string[]> =>
      this.page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        return (await registration.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
      });
    await expect.poll(shown).toEqual(notifications);
  }

  // Talking

  async writes(text: string): Promise<void> {
    await this.composer.fill(text);
  }

  /** Key by key, as others are told of. */
  async types(text: string): Promise<void> {
    await this.composer.pressSequentially(text);
  }

  /** Selects a part of what is written. */
  async selects(part: string): Promise<void> {
    await this.composer.evaluate((textarea: HTMLTextAreaElement, part) => {
      const start = textarea.value.indexOf(part);
      textarea.setSelectionRange(start, start + part.length);
    }, part);
  }

  /** Among what may be meant by what is written, this is chosen. */
  async isOffered(label: string): Promise<void> {
    const offered = this.page.getByRole('listbox', { name: 'What you may mean' });
    await expect(offered.getByRole('option', { selected: true })).toContainText(label);
  }

  async isOfferedNothing(): Promise<void> {
    await expect(this.page.getByRole('listbox', { name: 'What you may mean' })).toHaveCount(0);
  }

  async commands(command: string): Promise<void> {
    await this.writes(command);
    await this.composer.press('Enter');
  }

  /** Pastes onto what is selected, from the clipboard: it was cut before, in the same place. */
  async pastes(text: string): Promise<void> {
    const before = await this.composer.evaluate(({ value, selectionStart, selectionEnd }: HTMLTextAreaElement) => ({
      value,
      selectionStart,
      selectionEnd,
    }));
    await this.writes(text);
    for (const keys of ['ControlOrMeta+a', 'ControlOrMeta+x']) await this.composer.press(keys);
    await this.writes(before.value);
    await this.composer.evaluate((textarea: HTMLTextAreaElement, { selectionStart, selectionEnd }) => {
      textarea.setSelectionRange(selectionStart, selectionEnd);
    }, before);
    await this.composer.press('ControlOrMeta+v');
  }

  /** Sends a message and sees it among the others; the server may not have it yet. */
  async sends(text: string): Promise<void> {
    await this.writes(text);
    await this.button('Send').click();
    await this.sees(text);
  }

  /** Sends "… says 1." and so on, without waiting for anything in between. */
  async sendsInARow(count: number): Promise<void> {
    for (let index = 1; index <= count; index++) {
      await this.writes(`${this.name} says ${index}.`);
      await this.composer.press('Enter');
    }
  }

  /** The server has this message. */
  async hasSent(text: string): Promise<void> {
    await expect(this.message(text)).toHaveAccessibleName(/^(?!.*Not sent).+$/);
  }

  /** It is of the room's history, not on its way any more. */
  async mayActOn(text: string): Promise<void> {
    await expect(this.message(text).getByRole('button', { name: ACTIONS })).toHaveCount(1);
  }

  /** What was typed here and not sent. */
  async hasWritten(text: string): Promise<void> {
    await expect(this.composer).toHaveValue(text);
  }

  async isRefused(text: string, reason: string): Promise<void> {
    await expect(this.message(text)).toContainText(`Not sent. ${reason}`);
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

  /** Sees these messages once each, in any order. */
  async seesAll(texts: readonly string[]): Promise<void> {
    await expect(this.page.getByRole('article').filter({ hasText: texts.at(-1) ?? '' })).toHaveCount(1);
    await expect.poll(async () => (await this.order(texts)).toSorted()).toEqual(texts.toSorted());
  }

  /** In which order these messages are on the page. */
  async order(texts: readonly string[]): Promise<string[]> {
    const shown = await this.reads();
    return shown.flatMap((article) => texts.filter((text) => article.split('\n').includes(text)));
  }

  /** Every message that is on the page, in its order. */
  async reads(): Promise<readonly string[]> {
    return this.page.getByRole('article').allInnerTexts();
  }

  /** The days under which the messages stand. */
  async seesDays(...days: readonly string[]): Promise<void> {
    await expect(this.log.getByRole('heading', { name: /day$/ })).toHaveText([...days]);
  }

  /** When the messages on the page were written, by what the page says. */
  async readsTimes(): Promise<readonly (string | null)[]> {
    const times = this.page.getByRole('article').locator('time');
    return times.evaluateAll((all) => all.map((time) => time.getAttribute('datetime')));
  }

  async seesTyping(author: Person): Promise<void> {
    await expect(this.page.getByText(`${author.name} is typing`)).toBeVisible();
  }

  /** So many people have this room on screen. */
  async seesHere(count: number): Promise<void> {
    await expect(this.page.getByText(`${count} here`)).toBeVisible();
  }

  async hasTitle(title: RegExp): Promise<void> {
    await expect(this.page).toHaveTitle(title);
  }

  /** On the icon of the tab. */
  async hasOnIcon(count: string): Promise<void> {
    await expect(this.page.locator('link[rel="icon"]')).toHaveAttribute(
      'href',
      new RegExp(`^data:.*>${count}<`.replace(/[<>+]/g, encodeURIComponent)),
    );
  }

  async hasPlainIcon(): Promise<void> {
    await expect(this.page.locator('link[rel="icon"]')).toHaveAttribute('href', '/chat/favicon.svg');
  }

  /** Nothing sticks out of the page to the side. */
  async needsNoSidewaysScroll(): Promise<void> {
    const width = await this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    expect(width.scrollWidth).toBeLessThanOrEqual(width.clientWidth);
  }

  // Changing what was said

  /** By the message's menu. */
  async edits(text: string, next: string): Promise<void> {
    await this.chooses(text, 'Edit');
    await this.savesAs(next);
  }

  /** What is being edited becomes this. */
  async savesAs(text: string): Promise<void> {
    await this.editor.fill(text);
    await this.editor.press('Enter');
    await expect(this.editor).toHaveCount(0);
    await this.sees(text);
  }

  /** To come back to it. */
  async marksUnread(text: string): Promise<void> {
    await this.chooses(text, 'Mark as unread');
  }

  async deletes(text: string): Promise<void> {
    await this.chooses(text, 'Delete');
    await this.page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(this.page.getByRole('dialog')).toHaveCount(0);
  }

  async mayNotChange(text: string): Promise<void> {
    await this.opensMenu(text);
    await expect(this.page.getByRole('menuitem', { name: /^(?:Edit|Delete)$/ })).toHaveCount(0);
    await this.page.keyboard.press('Escape');
  }

  async seesEdited(text: string): Promise<void> {
    await expect(this.message(text)).toContainText(/\(edited .+\)/);
  }

  /** What a message said before it was edited, the newest first. */
  async readsVersions(text: string): Promise<readonly string[]> {
    await this.message(text)
      .getByRole('button', { name: /edited/ })
      .click();
    const dialog = this.page.getByRole('dialog', { name: 'Versions of this message' });
    await expect(dialog.getByRole('listitem').first()).toBeVisible();
    const texts = await dialog.getByRole('listitem').locator('div').allInnerTexts();
    await this.closesDialog();
    return texts;
  }

  async opensMenu(text: string): Promise<void> {
    await this.message(text).hover();
    await this.message(text).getByRole('button', { name: ACTIONS }).click();
    await expect(this.page.getByRole('menu')).toBeVisible();
  }

  /** From the message's menu. */
  async chooses(text: string, action: string): Promise<void> {
    await this.opensMenu(text);
    await this.page.getByRole('menuitem', { name: action, exact: true }).click();
  }

  /** The article of the one message with this text. */
  message(text: string): Locator {
    return this.page.getByRole('article').filter({ hasText: text });
  }

  // Rooms

  async isInRoom(room: string): Promise<void> {
    await expect(this.page.getByRole('textbox', { name: `Message ${room}`, exact: true })).toBeVisible();
  }

  /** Where the rooms are beside the messages, they are there already. */
  async goesToRooms(): Promise<void> {
    const back = this.button('All rooms');
    if (await back.isVisible()) await back.click();
    await expect(this.page.getByRole('navigation', { name: 'Rooms' })).toBeVisible();
  }

  /** Where one does not write, as one blocks them. */
  async opensConversationWithBlocked({ name }: { readonly name: string }): Promise<void> {
    await this.goesToRooms();
    await this.#roomLink(name).click();
    await expect(this.page.getByText(`You blocked ${name}.`)).toBeVisible();
    await expect(this.composer).toHaveCount(0);
  }

  async opensRoom(room: string): Promise<void> {
    await this.#roomLink(room).click();
    await this.isInRoom(room);
  }

  async makesRoom(room: string, whoMayComeIn: 'Everyone' | 'Who is invited' = 'Everyone'): Promise<void> {
    await this.button('Make a room').click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name of the room' }).fill(room);
    await dialog.getByRole('radio', { name: whoMayComeIn }).check();
    await dialog.getByRole('button', { name: 'Make a room' }).click();
    await expect(dialog, `${room} was made; where it was not, another story has taken the name`).toBeHidden();
    await this.isInRoom(room);
  }

  /** @param search what is typed to find it */
  async joins(room: string, search = room): Promise<void> {
    await this.triesToJoin(room, search);
    await this.isInRoom(room);
  }

  async triesToJoin(room: string, search = room): Promise<void> {
    await this.#searchesRooms(search);
    await this.page.getByRole('button', { name: `Join ${room}`, exact: true }).click();
  }

  async doesNotFind(room: string): Promise<void> {
    await this.#searchesRooms(room);
    await expect(this.page.getByText('No public room has such a name.')).toBeVisible();
    await this.closesDialog();
  }

  /** @param person anybody with an account */
  async invites(person: { readonly name: string }): Promise<void> {
    await this.showsMembers();
    await this.page.getByRole('combobox', { name: 'Name of the person' }).fill(person.name);
    await this.page.getByRole('button', { name: 'Invite', exact: true }).click();
    await expect(this.page.getByText(`${person.name} is in.`)).toBeVisible();
  }

  async removes(person: Person): Promise<void> {
    await this.showsMembers();
    await this.button(`Remove ${person.name}`).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(this.button(`Remove ${person.name}`)).toHaveCount(0);
  }

  async seesMember(person: Person): Promise<void> {
    await this.showsMembers();
    await expect(this.button(`Remove ${person.name}`)).toHaveCount(1);
  }

  async keepsOut(person: Person): Promise<void> {
    await this.showsMembers();
    // Who comes goes from one list to the other, and a key that is pressed meanwhile is lost with its button.
    await expect(this.page.locator('[data-here=true]').getByText(person.name, { exact: true })).toBeVisible();
    await this.button(`Remove ${person.name}`).press('Enter');
    const dialog = this.page.getByRole('dialog', { name: `Remove ${person.name}?` });
    await dialog.getByRole('checkbox', { name: /^And keep them out/ }).press('Space');
    await dialog.getByRole('button', { name: 'Remove', exact: true }).press('Enter');
    await expect(this.button(`Let ${person.name} in again`)).toBeVisible();
  }

  async letsInAgain(person: Person): Promise<void> {
    await this.showsMembers();
    await this.button(`Let ${person.name} in again`).press('Enter');
    await expect(this.page.getByText(`${person.name} may come back.`)).toBeFocused();
    await expect(this.button(`Let ${person.name} in again`)).toHaveCount(0);
  }

  async leaves(room: string): Promise<void> {
    await this.#asksToLeave(room);
    await this.doesNotHave(room);
  }

  async cannotLeave(room: string, why: string): Promise<void> {
    await this.#asksToLeave(room);
    await expect(this.page.getByRole('dialog')).toContainText(why);
    await this.closesDialog();
    await this.isInRoom(room);
  }

  async #asksToLeave(room: string): Promise<void> {
    await this.opensRoom(room);
    await this.showsMembers();
    await this.button('Leave room').click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
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

  /** From top to bottom; somebody's own order, or that which rooms have by what is unread. */
  async listsRooms(...rooms: readonly string[]): Promise<void> {
    const links = this.page.getByRole('navigation', { name: 'Rooms' }).getByRole('link');
    await expect(links).toContainText(rooms);
  }

  async ordersRoomsByName(): Promise<void> {
    await this.opensAccount();
    await this.page.getByRole('checkbox', { name: 'Unread rooms first' }).uncheck();
    await this.page.keyboard.press('Escape');
  }

  /** Somebody else brought this person into the room, and they have not been there yet. */
  async hasAsNew(room: string): Promise<void> {
    await expect(this.#roomLink(room)).toHaveAccessibleName(/New$/);
  }

  async hasAsKnown(room: string): Promise<void> {
    await expect(this.#roomLink(room)).not.toHaveAccessibleName(/New$/);
  }

  /** As the list of rooms tells of one that is not on screen. */
  async hasDraftIn(room: string, has = true): Promise<void> {
    const link = expect(this.#roomLink(room));
    await (has ? link : link.not).toHaveAccessibleName(/Something is written there and not sent/);
  }

  async hasNothingUnread(room: string): Promise<void> {
    await expect(this.#roomLink(room)).not.toHaveAccessibleName(/unread/);
  }

  /** In the room on screen, as its owner. */
  async setsRetention(howLong: string): Promise<void> {
    await this.showsMembers();
    await this.button('Change how long').click();
    await this.page.getByRole('radio', { name: howLong }).check();
    await this.button('Save').click();
    await expect(this.page.getByRole('heading', { name: `Delete what is older than ${howLong}?` })).toBeVisible();
    await expect(this.page.getByText('Messages here are kept.')).toBeVisible();
    await this.button('Delete them').click();
    await expect(this.page.getByText(`Messages here are deleted after ${howLong}.`)).toBeVisible();
  }

  async showsMembers(): Promise<void> {
    const button = this.button('Show members');
    const shown = this.page.getByRole('heading', { name: 'Members' });
    await expect(button.or(shown).first()).toBeVisible();
    if (await button.isVisible()) await button.click();
    await expect(shown).toBeVisible();
  }

  async closesDialog(): Promise<void> {
    await this.button('Close').click();
    await expect(this.page.getByRole('dialog')).toHaveCount(0);
  }

  // The connection

  /** Somebody pulls the plug: open connections break and new ones fail. */
  losesTheNetwork(): void {
    this.complaints.expectBrokenConnections();
    this.#wire.cut();
  }

  async isCut(): Promise<void> {
    this.losesTheNetwork();
    await this.seesConnectionLost();
  }

  mends(): void {
    this.#wire.mend();
  }

  async isBack(): Promise<void> {
    this.mends();
    await this.seesConnected();
  }

  async seesConnectionLost(): Promise<void> {
    await expect(this.page.getByText('Connection lost.')).toBeVisible();
  }

  async seesConnected(): Promise<void> {
    await expect(this.page.getByText(/Connection lost\.|Connecting|Catching up/)).toHaveCount(0);
  }

  // Where things are

  get log(): Locator {
    return this.page.getByRole('log', { name: 'Messages' });
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Message / });
  }

  get editor(): Locator {
    return this.page.getByRole('textbox', { name: 'Edit the message' });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  field(name: string): Locator {
    return this.page.getByLabel(name, { exact: true });
  }

  #roomLink(room: string): Locator {
    const link = new RegExp(`^${escaped(room)}(?![\\p{L}\\p{N}])`, 'u');
    return this.page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: link });
  }

  async #searchesRooms(room: string): Promise<void> {
    await this.button('Find rooms').click();
    // Whoever searches waits for what is found: before, the list still moves.
    const isFound = this.page.waitForResponse((response) => response.url().includes('/api/rooms?search='));
    await this.page.getByRole('searchbox', { name: 'Search by name' }).fill(room);
    await isFound;
  }

  async opensAccount(): Promise<void> {
    await this.goesToRooms();
    await this.button(`Account of ${this.name}`).click();
  }

  async #fillsInCredentials(password = this.password): Promise<void> {
    await this.field('Name').fill(this.name);
    await this.field('Password').fill(password);
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
