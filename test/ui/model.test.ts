import assert from 'node:assert/strict';
import test from 'node:test';
import type {Counters} from '../../source/machine/lab.ts';
import {counterIds} from '../../source/machine/vocabulary.ts';
import {differences} from '../../source/report/differences.ts';
import {glyphSet} from '../../source/ui/glyphs.ts';
import {hottest, isFading, lookAgain} from '../../source/ui/model/arena-heat.ts';
import {cellWidth, counterLabel, counterOrder, counterPage} from '../../source/ui/model/counter-columns.ts';
import {createRateSampler} from '../../source/ui/model/rates.ts';
import {createSessionReader} from '../../source/ui/model/session-data.ts';
import {
	createStreamLog,
	filterRows,
	logLength,
	type StreamRow,
	scrollRows,
	windowOfRows,
} from '../../source/ui/model/stream-log.ts';
import {
	archRows,
	compareTable,
	counterTable,
	cpuRows,
	nameWidthOf,
} from '../../source/ui/model/table-data.ts';
import {createFakeSession} from './helpers/fake-session.ts';

const zero = Object.fromEntries(counterIds.map(id => [id, 0])) as Counters;
const glyphs = glyphSet('unicode');

test('a change in the map fades, a collision stays longest and is not hidden by the next set', () => {
	const cell = (heat: 'none' | 'set' | 'collision') => [{entry: 'page' as const, heat}];
	let cells = lookAgain([], cell('set'));
	assert.deepEqual(cells, [{entry: 'page', kind: 'set', level: hottest}]);
	cells = lookAgain(cells, cell('none'));
	assert.deepEqual(cells, [{entry: 'page', kind: 'set', level: hottest - 1}]);
	cells = lookAgain(cells, cell('collision'));
	cells = lookAgain(cells, cell('set'));
	assert.equal(cells[0]?.kind, 'collision');
	let looks = 0;
	for (; isFading(cells); looks++) cells = lookAgain(cells, cell('none'));
	assert.equal(looks, hottest + 9);
	assert.deepEqual(cells, [{entry: 'page', kind: 'none', level: 0}]);
	assert.deepEqual(lookAgain(cells, [...cell('none'), ...cell('none')]).length, 2);
});

test('rates follow running time, a restart begins anew, a pause adds nothing', () => {
	const {fakes} = createFakeSession();
	const machine = fakes[0];
	assert.ok(machine !== undefined);
	const sampler = createRateSampler();
	const at = (step: number, installs: number) => {
		machine.step = step;
		sampler.add({...machine.snapshot(), counters: {...zero, installs}});
	};
	at(0, 0);
	at(1, 250);
	at(1, 250);
	at(3, 1250);
	assert.deepEqual(sampler.history('x86_64').get('installs'), [1000, 2000]);
	at(1, 10);
	assert.deepEqual(sampler.history('x86_64').get('installs'), []);
	at(2, 5);
	assert.deepEqual(sampler.history('x86_64').get('installs'), [null]);
	assert.equal(sampler.history('nowhere').size, 0);
});

const row = (number: number, searchText: string): StreamRow => ({
	number,
	kind: 'warn',
	arch: 'a',
	cpu: 0,
	program: null,
	text: searchText,
	place: '',
	isFirst: true,
	searchText,
});

test('a filter looks everywhere, a leading ! turns it round', () => {
	const rows = [row(0, 'arm64 oops'), row(1, 'x86_64 write'), row(2, 'arm64 write')];
	const found = (filter: string) => filterRows(rows, filter).map(({number}) => number);
	assert.deepEqual(found(''), [0, 1, 2]);
	assert.deepEqual(found('ARM64'), [0, 2]);
	assert.deepEqual(found('!arm64'), [1]);
	assert.deepEqual(found('!'), [0, 1, 2]);
	assert.deepEqual(found('nothing'), []);
});

test('a window that is scrolled back stays while rows arrive', () => {
	const rows = Array.from({length: 20}, (_, number) => row(number, 'x'));
	const shown = (end: number | null, all = rows) => windowOfRows(all, end, 5).rows.map(({number}) => number);
	assert.deepEqual(shown(null), [15, 16, 17, 18, 19]);
	const end = scrollRows(rows, null, -4, 5);
	assert.equal(end, 15);
	assert.deepEqual(shown(end), [11, 12, 13, 14, 15]);
	const more = [...rows, row(20, 'x'), row(21, 'x')];
	assert.deepEqual(shown(end, more), [11, 12, 13, 14, 15]);
	assert.equal(windowOfRows(more, end, 5).below, 6);
	assert.equal(scrollRows(rows, end, -400, 5), 4);
	assert.equal(scrollRows(rows, end, 400, 5), null);
	assert.deepEqual(shown(3, rows.slice(10)), [10, 11, 12, 13, 14]);
	assert.deepEqual(windowOfRows([], null, 5), {rows: [], below: 0});
});

test('the log reads what is new, splits entries into rows, begins anew after a restart and is bounded', () => {
	const {fakes} = createFakeSession();
	const machine = fakes[0];
	assert.ok(machine !== undefined);
	const log = createStreamLog();
	machine.step = 4;
	assert.equal(log.read('x86_64', machine, 1000), true);
	assert.deepEqual(
		log.rows().map(({isFirst}) => isFirst),
		[true, true, true, true, false],
	);
	assert.equal(log.read('x86_64', machine, 1000), false);
	machine.step = 2;
	assert.equal(log.read('x86_64', machine, 500), true);
	assert.equal(log.rows().length, 7);
	machine.step = logLength * 2;
	log.read('x86_64', machine, 1e6);
	assert.equal(log.rows().length, logLength);
	const numbers = log.rows().map(({number}) => number);
	assert.deepEqual(
		numbers,
		[...numbers].sort((a, b) => a - b),
	);
	log.remark('arm64', 'gone\u001B[2J');
	assert.equal(log.rows().at(-1)?.text, 'gone?[2J');
});

test('a failure is told once', () => {
	const session = createFakeSession();
	const reader = createSessionReader(session);
	const machine = session.fakes[1];
	assert.ok(machine !== undefined);
	machine.state = 'failed';
	machine.failure = 'worker died';
	reader.read();
	const told = reader.read().rows.filter(({kind}) => kind === 'lab');
	assert.deepEqual(
		told.map(({arch, text}) => `${arch} ${text}`),
		['arm64 machine failed: worker died'],
	);
});

test('what stands out is told per operation, and only when there is enough of it', () => {
	const machine = (installs: number, operations = 1000): Counters => ({...zero, installs, operations});
	const of = (...counters: Counters[]) => differences(counters, 'installs');
	assert.deepEqual(of(machine(100), machine(110), machine(90)), ['same', 'same', 'same']);
	assert.deepEqual(of(machine(100), machine(300), machine(100)), ['same', 'more', 'same']);
	assert.deepEqual(of(machine(100), machine(100), machine(40)), ['same', 'same', 'less']);
	assert.deepEqual(of(machine(100), machine(300, 3000)), ['same', 'same']);
	assert.deepEqual(of(machine(0), machine(0), machine(1)), ['same', 'same', 'differs']);
	assert.deepEqual(of(machine(0), machine(100), machine(100)), ['differs', 'same', 'same']);
	assert.deepEqual(of(machine(100)), ['same']);
	assert.deepEqual(differences([machine(1, 10), machine(1, 9000)], 'operations'), ['same', 'same']);
});

test('every counter has its own short name and a page', () => {
	const labels = counterIds.map(counterLabel);
	assert.equal(new Set(labels).size, counterIds.length);
	assert.ok(labels.every(label => label.length > 0 && label.length <= cellWidth));
	assert.deepEqual([...counterOrder].sort(), [...counterIds].sort());
	for (const perPage of [1, 7, 10, 40]) {
		const {pages} = counterPage(perPage, 0);
		const shown = Array.from({length: pages}, (_, page) => counterPage(perPage, page).ids).flat();
		assert.deepEqual(shown, counterOrder);
		assert.equal(counterPage(perPage, pages).page, 0);
	}
});

test('table cells are all as wide as their column, whatever is counted', () => {
	const session = createFakeSession();
	const view = {center: 2, height: 2, nameWidth: 9, firstColumn: ''};
	for (const step of [0, 1, 50, 12_345, 1e8]) {
		for (const machine of session.fakes) machine.step = step;
		const snapshots = session.fakes.map(machine => machine.snapshot());
		const rows = archRows(snapshots, 'arm64', glyphs);
		assert.equal(nameWidthOf(rows), 8);
		for (const table of [
			counterTable(rows, counterOrder, view),
			compareTable(rows, counterOrder, view, glyphs),
		]) {
			assert.deepEqual([table.above, table.below, table.rows.length], [1, 0, 2]);
			for (const cells of table.rows) {
				assert.deepEqual(Object.keys(cells), table.columns);
				for (const [column, text] of Object.entries(cells))
					assert.equal(text.length, column.length, `${column}: ${text}`);
			}
		}
		assert.deepEqual(
			cpuRows(snapshots[0], glyphs).map(({name}) => name),
			['x86_64', '  CPU 0', '  CPU 1'],
		);
	}
	assert.deepEqual(cpuRows(undefined, glyphs), []);
});
