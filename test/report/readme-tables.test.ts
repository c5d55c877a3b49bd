import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {fillReadme} from '../../source/report/readme-tables.ts';

const readme = readFileSync(new URL('../../readme.md', import.meta.url), 'utf8');

const verdicts = readFileSync(new URL('../../docs/verdicts.md', import.meta.url), 'utf8');

test('the tables of the readme are those of the program (else: npm run readme)', () => {
	assert.equal(fillReadme(readme, verdicts), readme);
});

test('a readme without a place for a table is refused', () => {
	assert.throws(() => fillReadme(readme.replace('<!-- keys -->', ''), verdicts), /no place <!-- keys -->/);
});

test('verdicts without a table of claims are refused', () => {
	assert.throws(
		() => fillReadme(readme, verdicts.replace('## By claim', '## By time')),
		/no table of claims/,
	);
});
