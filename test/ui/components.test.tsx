import assert from 'node:assert/strict';
import test from 'node:test';
import {render} from 'ink-testing-library';
import {counterIds} from '../../source/machine/vocabulary.ts';
import {App} from '../../source/ui/app.tsx';
import {Block} from '../../source/ui/components/block.tsx';
import {CounterTable} from '../../source/ui/components/counter-table.tsx';
import {createStore} from '../../source/ui/control/store.ts';
import {glyphSet} from '../../source/ui/glyphs.ts';
import {createSessionReader} from '../../source/ui/model/session-data.ts';
import {archRows, counterTable} from '../../source/ui/model/table-data.ts';
import {keyBar} from '../../source/ui/panes/key-bar.ts';
import {lookOf} from '../../source/ui/panes/look.ts';
import {rateCell} from '../../source/ui/panes/rates-pane.ts';
import {stateLine} from '../../source/ui/panes/state-line.ts';
import {plain, visibleWidth} from '../../source/ui/text/visible.ts';
import {createFakeSession} from './helpers/fake-session.ts';
import {createStage} from './helpers/stage.ts';

const look = lookOf('dark', 'unicode');

const sampleTable = () => {
	const session = createFakeSession();
	session.advance(3);
	const rows = archRows(
		session.fakes.map(machine => machine.snapshot()),
		'arm64',
		glyphSet('unicode'),
	);
	return counterTable(rows, ['installs', 'bbm_violations'], {
		center: 0,
		height: 3,
		nameWidth: 9,
		firstColumn: ' n: 1/9',
	});
};

test('a block shows its lines, and new lines when they change', () => {
	const {lastFrame, rerender, unmount} = render(<Block rows={['one', 'two']} width={6} height={2} />);
	assert.equal(lastFrame(), 'one\ntwo');
	rerender(<Block rows={['one', '\u001B[1mII\u001B[0m']} width={6} height={2} />);
	assert.equal(plain(lastFrame() ?? ''), 'one\nII');
	rerender(<Block rows={[]} width={6} height={0} />);
	assert.equal(lastFrame(), '');
	unmount();
});

test('ink-table draws the counters, boxed', () => {
	const {lastFrame, unmount} = render(
		<CounterTable table={sampleTable()} isBoxed width={80} height={9} look={look} />,
	);
	assert.deepEqual(plain(lastFrame() ?? '').split('\n'), [
		'┌───────────┬─────────┬─────────┐',
		'│  n: 1/9   │ install │     bbm │',
		'├───────────┼─────────┼─────────┤',
		'│  x86_64   │    164k │       0 │',
		'├───────────┼─────────┼─────────┤',
		'│ ▸arm64    │    188k │      3! │',
		'├───────────┼─────────┼─────────┤',
		'│  riscv64  │    211k │       0 │',
		'└───────────┴─────────┴─────────┘',
	]);
	unmount();
});

test('ink-table draws the counters, without rules, and in ASCII', () => {
	const table = sampleTable();
	const {lastFrame, rerender, unmount} = render(
		<CounterTable table={table} isBoxed={false} width={80} height={4} look={look} />,
	);
	const lines = plain(lastFrame() ?? '').split('\n');
	assert.deepEqual(
		lines.map(line => line.trimEnd()),
		[
			' n: 1/9   install     bbm',
			' x86_64      164k       0',
			'▸arm64       188k      3!',
			' riscv64     211k       0',
		],
	);
	rerender(<CounterTable table={table} isBoxed width={80} height={9} look={lookOf('mono', 'ascii')} />);
	assert.match(plain(lastFrame() ?? ''), /^\+-{11}\+-{9}\+-{9}\+\n\|/);
	unmount();
});

test('a change of theme changes the colours of the table', () => {
	const table = sampleTable();
	const draw = (themeLook: typeof look) => (
		<CounterTable table={table} isBoxed width={80} height={9} look={themeLook} />
	);
	const {lastFrame, rerender, unmount} = render(draw(look));
	const dark = lastFrame() ?? '';
	rerender(draw(lookOf('mono', 'unicode')));
	const mono = lastFrame() ?? '';
	assert.equal(plain(mono), plain(dark));
	assert.notEqual(mono, dark);
	// biome-ignore lint/suspicious/noControlCharactersInRegex: colour sequences start with ESC
	assert.doesNotMatch(mono, /\u001B\[38/);
	unmount();
});

test('the app follows its store', async () => {
	const stage = await createStage(80, 24);
	const session = createFakeSession();
	const store = createStore({...stage.controller.store.get(), data: createSessionReader(session).read()});
	stage.dispose();
	const {lastFrame, unmount} = render(<App store={store} />);
	assert.match(lastFrame() ?? '', /RUNNING.* 0:00/);
	store.update({pending: ['restarting']});
	await new Promise(resolve => setImmediate(resolve));
	assert.match(lastFrame() ?? '', /restarting…/);
	unmount();
});

test('the state line is as wide as it may be at any width, and says what is worst', () => {
	const session = createFakeSession({archs: ['x86_64', 'arm64', 'riscv64', 's390x']});
	const data = createSessionReader(session).read();
	for (let width = 20; width < 200; width++) {
		const line = stateLine({data, pending: [], selected: 'arm64'}, width, look);
		assert.equal(visibleWidth(line), width);
		assert.match(plain(line), /^ptelab {2}RUNNING/);
	}
	assert.match(
		plain(stateLine({data, pending: [], selected: 'arm64'}, 80, look)),
		/arm64 \+3 {2}VJ {2}2 CPUs {2}seed 7/,
	);
	assert.match(
		plain(stateLine({data, pending: [], selected: 'arm64'}, 160, look)),
		/x86_64 arm64 riscv64 s390x/,
	);
});

test('the key bar never cuts a key in two and always offers help and quit', async () => {
	const stage = await createStage(80, 24);
	const {ui} = stage.controller.store.get();
	for (let width = 20; width < 200; width++) {
		const bar = keyBar(ui, width, look);
		assert.equal(visibleWidth(bar), width);
		assert.match(plain(bar).trimEnd(), /\? help {2}q quit$/);
	}
	stage.dispose();
});

test('a rate shows bars, the value and the top of the scale in its width', () => {
	for (const samples of [[], [null], [0, 0], [1, 5, 123_456], [null, 0.3]]) {
		for (const width of [30, 38, 64])
			assert.equal(visibleWidth(rateCell('installs', samples, width, look)), width);
	}
	assert.match(plain(rateCell('installs', [1, 150], 40, look)), /^installs\/s ┄+▂▇ {3}150 \/200 +$/);
	assert.match(plain(rateCell('installs', [null], 40, look)), /┄+ {5}- \/1/);
	assert.ok(counterIds.includes('installs'));
});
