/** Writes the generated tables into the readme: `npm run readme`. */
import {readFileSync, writeFileSync} from 'node:fs';
import {fillReadme} from '../source/report/readme-tables.ts';

const path = new URL('../readme.md', import.meta.url);

writeFileSync(path, fillReadme(readFileSync(path, 'utf8')));
