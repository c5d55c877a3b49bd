import assert from 'node:assert/strict';
import test from 'node:test';
import {casesOnScreen, type ScreenSituation} from '../../source/ui/model/cases-on-screen.ts';
import {explainedBy, firstVerdicts, reportsOf, rowAt, withReport} from '../../source/ui/model/verdicts.ts';
import {caseReport, violatedReport} from '../report/case-reports.ts';
import {fakeScenario, fakeScenarios} from './helpers/fake-explore.ts';

const situation = (changes: Partial<ScreenSituation> = {}): ScreenSituation => ({
	arch: 'x86_64',
	variant: 'VJ',
	programs: [],
	counters: {},
	...changes,
});

const idsOf = (changes: Partial<ScreenSituation>): string[] =>
	casesOnScreen(fakeScenarios, situation(changes)).map(({scenario}) => scenario.id.split('-')[0] ?? '');

test('every scenario that makes sense on the architecture and the variant is a case, in its own order', () => {
	assert.deepEqual(idsOf({}), ['C11', 'C15', 'C17', 'C21', 'C33', 'C34', 'C52']);
	assert.deepEqual(idsOf({variant: 'V0'}), ['C5', 'C11', 'C15', 'C17', 'C21', 'C33', 'C34', 'C52']);
	assert.deepEqual(idsOf({arch: 'arm64'}), ['C11', 'C15', 'C17', 'C30', 'C33', 'C34', 'C52']);
	assert.deepEqual(idsOf({arch: 's390x'}), []);
});

test('what the counters show comes first, then what the programs make, then the rest', () => {
	assert.deepEqual(idsOf({programs: ['churn', 'unknown']}), [
		'C15',
		'C34',
		'C11',
		'C17',
		'C21',
		'C33',
		'C52',
	]);
	assert.deepEqual(idsOf({programs: ['producer-consumer'], counters: {corruptions: 1, double_frees: 2}}), [
		'C11',
		'C34',
		'C33',
		'C15',
		'C17',
		'C21',
		'C52',
	]);
	// A counter goes before a program, also where a scenario has both.
	assert.deepEqual(idsOf({programs: ['churn'], counters: {lockups: 1}}).slice(0, 3), ['C15', 'C21', 'C34']);
	// A failure goes before what rises in any race.
	assert.deepEqual(idsOf({counters: {user_hit_scratch: 99, corruptions: 1}}).slice(0, 3), [
		'C34',
		'C17',
		'C11',
	]);
});

test('of the counters of a case, the failures come first', () => {
	const [found] = casesOnScreen(
		[fakeScenario('C1-a', {counters: ['installs', 'stale_uses']})],
		situation({counters: {installs: 5, stale_uses: 1}}),
	);
	assert.deepEqual(found?.counters, [
		{id: 'stale_uses', value: 1},
		{id: 'installs', value: 5},
	]);
});

test('a case says which of its counters are not zero, and which of its programs are loaded', () => {
	const [first] = casesOnScreen(
		fakeScenarios,
		situation({programs: ['batch', 'churn'], counters: {stale_uses: 1234, corruptions: 0, installs: 9}}),
	);
	assert.equal(first?.scenario.id, 'C34-range-returned-before-flush');
	assert.deepEqual(first.counters, [{id: 'stale_uses', value: 1234}]);
	assert.deepEqual(first.programs, ['churn', 'batch']);
});

const machine = {arch: 'x86_64', variant: 'VJ', id: 'VJ', base: 'VJ'};
const cases = casesOnScreen(
	[
		fakeScenario('C1-a', {claims: ['C1', 'C2'], counters: ['oopses', 'refaults']}),
		fakeScenario('C3-b', {
			expectations: [{variants: ['VJ'], expected: 'violated', property: 'oops', reference: 'C3'}],
		}),
	],
	situation({counters: {oopses: 7, refaults: 99}}),
);

test('a report is completed with what history expects', () => {
	const verdicts = firstVerdicts(machine, cases);
	assert.deepEqual(
		verdicts.rows.map(({expectation, report}) => [expectation.expected, report]),
		[
			['holds', null],
			['violated', null],
		],
	);
	const [, row] = verdicts.rows;
	assert.ok(row !== undefined);
	const {report} = withReport(row, caseReport({expected: 'open', reference: '', claims: []}), machine);
	assert.deepEqual([report?.expected, report?.reference, report?.claims], ['violated', 'C3', ['C3']]);
});

test("nothing is expected of a user's file, and history has its say on what it is a change to", () => {
	const own = {arch: 'x86_64', variant: 'mine.c', id: 'mine.c', base: 'VJ'};
	const [, row] = firstVerdicts(own, cases).rows;
	assert.ok(row !== undefined);
	const {report} = withReport(row, caseReport({variant: 'mine.c'}), own);
	assert.deepEqual([report?.expected, report?.reference], ['open', 'VJ: violated (history, C3)']);
});

test('only a violated case explains a counter, and only one that a failure raises', () => {
	const [row] = firstVerdicts(machine, cases).rows;
	assert.ok(row !== undefined);
	assert.deepEqual(explainedBy(row), []);
	assert.deepEqual(explainedBy(withReport(row, caseReport(), machine)), []);
	assert.deepEqual(explainedBy(withReport(row, violatedReport({error: 'no image'}), machine)), []);
	assert.deepEqual(explainedBy(withReport(row, violatedReport(), machine)), [{id: 'oopses', value: 7}]);
});

test('the cursor may be beyond the list, and reports come in the order of the rows', () => {
	const verdicts = firstVerdicts(machine, cases);
	assert.equal(rowAt(verdicts, 99)?.scenario.id, 'C3-b');
	assert.equal(rowAt({...verdicts, rows: []}, 0), undefined);
	const [first, second] = verdicts.rows;
	assert.ok(first !== undefined && second !== undefined);
	const rows = [first, withReport(second, caseReport({scenario: 'C3-b'}), machine)];
	assert.deepEqual(
		reportsOf({...verdicts, rows}).map(({scenario}) => scenario),
		['C3-b'],
	);
});
