/** Writes the generated tables into the readme: `npm run readme`. */
import {readFileSync, writeFileSync} from 'node:fs';
import {fillReadme} from '../source/report/readme-tables.ts';

const root = new URL('..', import.meta.url);
const path = new URL('readme.md', root);
const verdicts = readFileSync(new URL('docs/verdicts.md', root), 'utf8');

writeFileSync(path, fillReadme(readFileSync(path, 'utf8'), verdicts));
