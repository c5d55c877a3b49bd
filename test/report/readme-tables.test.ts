import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {fillReadme} from '../../source/report/readme-tables.ts';

const readme = readFileSync(new URL('../../readme.md', import.meta.url), 'utf8');

test('the tables of the readme are those of the program (else: npm run readme)', () => {
	assert.equal(fillReadme(readme), readme);
});

test('a readme without a place for a table is refused', () => {
	assert.throws(() => fillReadme(readme.replace('<!-- keys -->', '')), /no place <!-- keys -->/);
});
