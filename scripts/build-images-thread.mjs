/** Start of a compiler thread: Node gives a thread the preloads of its process too late for a script in TypeScript. */
import {register} from 'tsx/esm/api';

register();
await import('./plain-packages.mjs');
await import('./build-images.ts');
