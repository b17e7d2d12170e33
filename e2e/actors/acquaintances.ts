import { expect } from '@playwright/test';
import type { Person } from './person.ts';

interface Named {
  readonly name: string;
}

/** What somebody does with the other people here: looks at who they are, and writes to them alone. */
export class Acquaintances {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  /** By their name in the list of members. */
  async opensCardOf({ name }: Named): Promise<void> {
    await this.#person.showsMembers();
    const members = this.#person.page.getByRole('complementary').or(this.#person.page.getByRole('dialog'));
    await members.getByRole('button', { name: `Profile of ${name}`, exact: true }).click();
    await expect(this.#person.page.getByRole('dialog', { name })).toBeVisible();
  }

  async writesToFromCard(other: Named): Promise<void> {
    await this.opensCardOf(other);
    await this.#person.button('Send a message').click();
    await this.#person.isInRoom(other.name);
  }

  /** Chooses them one by one, by keyboard. */
  async writesTo(...others: readonly Named[]): Promise<void> {
    const { page } = this.#person;
    await this.#person.goesToRooms();
    await this.#person.button('New message').click();
    const search = page.getByRole('combobox', { name: 'To whom?' });
    for (const { name } of others) {
      await search.fill(name);
      await expect(page.getByRole('option', { name, exact: true })).toBeVisible();
      await search.press('Enter');
      await expect(page.getByRole('list', { name: 'Chosen' })).toContainText(name);
    }
    await this.#person.button('Write to them').click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }

  async blocks(other: Named): Promise<void> {
    await this.opensCardOf(other);
    await this.#person.button('Block').click();
    const question = this.#person.page.getByRole('dialog', { name: `Block ${other.name}?` });
    await question.getByRole('button', { name: 'Block', exact: true }).click();
    await expect(this.#person.page.getByText('You have blocked them.')).toBeVisible();
    await this.#person.closesDialog();
  }

  async unblocks(other: Named): Promise<void> {
    await this.opensCardOf(other);
    await this.#person.button('Unblock').click();
    await expect(this.#person.button('Block')).toBeVisible();
    await this.#person.closesDialog();
  }

  async seesHereInList({ name }: Named): Promise<void> {
    const rooms = this.#person.page.getByRole('navigation', { name: 'Rooms' });
    await expect(rooms.getByRole('link', { name: `${name} here now` })).toBeVisible();
  }
}
