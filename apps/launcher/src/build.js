import { prepare } from './prepare.js';
import { giveUp } from './problem.js';
import { PAGE, SERVER } from './products.js';

// `pnpm build`: the page and the server, where they are not what their sources are.

await prepare([PAGE, SERVER]).catch(giveUp);
