import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type FailureScene, failureWords} from '../../source/explore/failure-words.ts';
import type {Failure} from '../../source/explore/system.ts';

/** Sites 0 to 4, each a location of its own; 4 is inlined into 3. */
const locations = [
	['ptep_get', 'include/asm-generic/pgtable-access.h', 27],
	['lab_page_fault', 'mm/fault.c', 128],
	['apply_range_set_cb', 'mine.c', 5],
	['c8_allocate', 'scenarios/c8.c', 21],
	['lab_check', 'explore/checks.c', 9],
] as const;

const scene: FailureScene = {
	stepper: {
		processes: 3,
		stack: process =>
			[
				[
					{function: 'walk', site: 1},
					{function: 'set', site: 2},
				],
				[{function: 'get', site: 0}],
				[],
			][process] ?? [{function: 'set', site: 2}],
		status: process => (process === 2 ? 'finished' : 'blocked'),
		mayWait: () => false,
	},
	view: {oopsAddress: () => '0x8', placeName: address => (address === 0x1000 ? 'pte[0]' : '')},
	sites: {
		sites: [0, 1, 2, 3, 4],
		locations: locations.map(([name, file, line], index) => ({
			function: name,
			file,
			line,
			column: 1,
			inlinedAt: index === 4 ? 3 : -1,
		})),
		step: {frames: []} as unknown as FailureScene['sites']['step'],
	},
	processes: ['allocate', 'free', 'worker'],
};

const say = (failure: Partial<Failure>) =>
	failureWords(scene, {property: 'oops', process: 0, site: -1, text: 'oops, something', ...failure});

test('an oops has its address, and the line of the kernel and not that of the fault handler', () => {
	const {text, where} = say({site: 1});
	assert.equal(text, 'CPU 0 (allocate): oops, something at address 0x8, in apply_range_set_cb, mine.c:5');
	assert.deepEqual(where[0], {function: 'apply_range_set_cb', file: 'mine.c', line: 5});
});

test('what is broken before anybody steps is nobody’s doing', () => {
	const {text} = say({process: -1, property: 'bug', text: 'while the scenario is set up: BUG()'});
	assert.equal(text, 'while the scenario is set up: BUG(), in apply_range_set_cb, mine.c:5');
});

test("a scenario's own check is named, one of the machine is not", () => {
	assert.deepEqual(say({property: 'expectation', site: 4, process: 1}), {
		text: 'CPU 1 (free) breaks "As the scenario says", in c8_allocate, scenarios/c8.c:21.',
		where: [{function: 'c8_allocate', file: 'scenarios/c8.c', line: 21}],
	});
	assert.deepEqual(say({property: 'page-leak', site: 1, process: -1}).where, []);
});

test('a data race and a deadlock say where each of them stands', () => {
	const race = 'the plain store of process 0 races with the marked load of process 1: 8 bytes at 0x1000';
	assert.equal(
		say({property: 'data-race', text: race}).text,
		'CPU 0 (allocate): the plain store of CPU 0 races with the marked load of CPU 1: 8 bytes of pte[0]; ' +
			'CPU 0 is at apply_range_set_cb, mine.c:5; CPU 1 is at ptep_get, include/asm-generic/pgtable-access.h:27',
	);
	assert.equal(
		say({property: 'deadlock', process: 1, text: 'waits for ever'}).text,
		'CPU 1 (free): waits for ever; CPU 0 is at apply_range_set_cb, mine.c:5; ' +
			'CPU 1 is at ptep_get, include/asm-generic/pgtable-access.h:27',
	);
});
