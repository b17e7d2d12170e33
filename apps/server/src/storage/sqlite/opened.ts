import { toDatabaseError } from './errors.ts';

/** What goes wrong while opening is a `DatabaseError`, which says what to do. */
export function opened<Store>(file: string, open: () => Store): Store {
  try {
    return open();
  } catch (error) {
    throw toDatabaseError(file, error);
  }
}
