import { expect, type Locator } from '@playwright/test';
import { type ChosenFile, transferOf } from './files.ts';
import type { Person } from './person.ts';

/** What somebody sets: for a room, and for themselves. */
export class Preferences {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  async pinsRoom(): Promise<void> {
    const dialog = await this.#opensRoomSettings();
    await dialog.getByRole('checkbox', { name: 'Keep at the top of my list' }).check();
    await this.#person.closesDialog();
  }

  async isNotifiedOf(level: 'Everything' | 'Mentions' | 'Nothing'): Promise<void> {
    const dialog = await this.#opensRoomSettings();
    await dialog.getByRole('radio', { name: level }).check();
    await this.#person.closesDialog();
  }

  async mutesRoom(until: string): Promise<void> {
    const dialog = await this.#opensRoomSettings();
    await dialog.getByRole('combobox', { name: 'Mute' }).selectOption(until);
    await expect(dialog.getByRole('combobox', { name: 'Mute' })).toHaveValue('kept');
    await this.#person.closesDialog();
  }

  async hasPinned(room: string): Promise<void> {
    const pinned = this.#person.page.getByRole('list', { name: 'Pinned' });
    await expect(pinned.getByRole('link', { name: room })).toBeVisible();
  }

  async hasMuted(room: string): Promise<void> {
    const rooms = this.#person.page.getByRole('navigation', { name: 'Rooms' });
    await expect(rooms.getByRole('link', { name: new RegExp(`^${room} Muted`) })).toBeVisible();
  }

  /** What others see of them from now on. */
  async introducesThemselves(as: {
    readonly name: string;
    readonly sign: string;
    readonly status: string;
    /** For how long they are not to be disturbed. */
    readonly quiet: string;
  }): Promise<void> {
    const { page } = this.#person;
    await this.#person.opensAccount();
    await this.#person.button('Profile and status').click();
    const dialog = page.getByRole('dialog', { name: 'Profile and status' });
    await dialog.getByLabel('Name that others see').fill(as.name);
    await dialog.getByLabel('Emoji').fill(as.sign);
    await dialog.getByLabel('Status', { exact: true }).fill(as.status);
    await dialog.getByRole('combobox', { name: 'Clear the status' }).selectOption('For an hour');
    await dialog.getByRole('combobox', { name: 'Do not disturb me' }).selectOption(as.quiet);
    await dialog.getByRole('checkbox', { name: /Show others what time it is for me/ }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }

  /** Chosen or dropped; undefined takes it away. */
  async setsPicture(image: ChosenFile | undefined, by: 'choosing' | 'dropping' = 'choosing'): Promise<void> {
    const { page } = this.#person;
    await this.#person.opensAccount();
    await this.#person.button('Profile and status').click();
    const dialog = page.getByRole('dialog', { name: 'Profile and status' });
    if (!image) await dialog.getByRole('button', { name: 'Remove it' }).click();
    else if (by === 'choosing')
      await dialog.getByLabel('Choose a picture').and(page.locator('input')).setInputFiles(image);
    else await dialog.locator('.own-picture').dispatchEvent('drop', { dataTransfer: await transferOf(page, image) });
    await expect(dialog.locator('.picture-uploaded')).toHaveCount(image ? 1 : 0);
    await this.#person.closesDialog();
  }

  /** What is shown beside somebody's name on this page, in a conversation with them: a picture that was loaded, or the drawn one. */
  async seesPictureOf(other: string, isUploaded: boolean): Promise<void> {
    const line = this.#person.page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: other });
    const picture = line.locator('.picture-uploaded');
    await expect(picture).toHaveCount(isUploaded ? 1 : 0);
    if (isUploaded) await expect(picture).toHaveJSProperty('naturalWidth', 96);
  }

  /** For everybody in the room; what is not named stays. */
  async saysOfRoom(as: {
    readonly name?: string;
    readonly topic?: string;
    readonly description?: string;
  }): Promise<void> {
    const dialog = await this.#opensRoomSettings();
    if (as.name !== undefined) await dialog.getByLabel('Name of the room').fill(as.name);
    if (as.topic !== undefined) await dialog.getByLabel('Topic').fill(as.topic);
    if (as.description !== undefined) await dialog.getByLabel('Description').fill(as.description);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByRole('status')).toHaveText('Saved.');
    await this.#person.closesDialog();
  }

  async archivesRoom(): Promise<void> {
    const dialog = await this.#opensRoomSettings();
    await dialog.getByRole('button', { name: 'Archive the room' }).click();
    await this.#person.page
      .getByRole('dialog', { name: /^Archive / })
      .getByRole('button', { name: 'Archive' })
      .click();
    await expect(dialog.getByRole('button', { name: 'Open it again' })).toBeVisible();
    await this.#person.closesDialog();
  }

  async makes({ name }: { readonly name: string }, role: 'Owner' | 'Moderator' | 'Member'): Promise<void> {
    await this.#person.showsMembers();
    const choice = this.#person.page.getByRole('combobox', { name: `Role of ${name}` });
    await choice.selectOption(role);
    await expect(this.#person.page.getByText(`${this.#person.name} made ${name} a moderator`)).toBeVisible();
  }

  async #opensRoomSettings(): Promise<Locator> {
    await this.#person.button('Settings of this room').click();
    const dialog = this.#person.page.getByRole('dialog', { name: 'Settings of this room' });
    await expect(dialog).toBeVisible();
    return dialog;
  }
}
