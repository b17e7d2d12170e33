import { OPTIONS, variableOf } from '../config-options.ts';
import { DEFAULT_DATA_FOLDER } from '../places.ts';

/** For the commands that work on a data folder; the value is read by `readDataFolder`. */
export const DATA_OPTION = {
  data: {
    value: OPTIONS.data.value!,
    help: 'the data folder of the server',
    fallback: DEFAULT_DATA_FOLDER,
    variable: variableOf('data')!,
  },
} as const;
