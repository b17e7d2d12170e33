import { batch, signal } from '@preact/signals-core';
import type { ErrorCode } from '@skein/protocol/errors';
import type { Trouble } from './trouble.ts';

/** Where a form says what is wrong: at one of its fields, or above all of it. */
export interface FormFault<Field extends string> {
  readonly field: Field | undefined;
  readonly words: string;
}

export interface FormOptions<Field extends string> {
  /** The field that a refusal is about; those that are not named are about the whole. */
  readonly fieldByCode: Partial<Record<ErrorCode, Field>>;
  readonly troubleWords: (trouble: Trouble) => string;
}

/** The state of a form that is being sent: busy once, and wrong in one place. */
export class Form<Field extends string> {
  readonly isBusy = signal(false);
  readonly fault = signal<FormFault<Field> | undefined>(undefined);
  readonly #options: FormOptions<Field>;

  constructor(options: FormOptions<Field>) {
    this.#options = options;
  }

  at(field: Field): string | undefined {
    return this.fault.value?.field === field ? this.fault.value.words : undefined;
  }

  get whole(): string | undefined {
    const fault = this.fault.value;
    return fault && fault.field === undefined ? fault.words : undefined;
  }

  refuse(field: Field, words: string): void {
    this.fault.value = { field, words };
  }

  /** Runs `send` unless it is running. @returns whether all went well */
  async submit(send: () => Promise<Trouble | undefined>): Promise<boolean> {
    if (this.isBusy.value) return false;
    batch(() => {
      this.isBusy.value = true;
      this.fault.value = undefined;
    });
    const trouble = await send();
    batch(() => {
      this.isBusy.value = false;
      if (trouble) this.fault.value = this.#faultOf(trouble);
    });
    return !trouble;
  }

  #faultOf(trouble: Trouble): FormFault<Field> {
    const field = trouble === 'offline' ? undefined : this.#options.fieldByCode[trouble.code];
    return { field, words: this.#options.troubleWords(trouble) };
  }
}
