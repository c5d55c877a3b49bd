import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'node:test';
import {commandHelp} from '../../source/commands/help.ts';
import {
	actionIds,
	actionOfKey,
	keysAsMarkdown,
	keysOfMode,
	keyTable,
	type Mode,
	modes,
} from '../../source/ui/keys.ts';
import {modeOf} from '../../source/ui/model/ui-state.ts';
import {createFakeExplore, fakeReport} from './helpers/fake-explore.ts';
import {createStage, type Stage} from './helpers/stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'ptelab-keys-'));
test.after(() => rmSync(folder, {recursive: true, force: true}));

/** A stage in a mode, in the midst of things: every key has somewhere to go. */
const stageIn = async (mode: Mode): Promise<Stage> => {
	const explore = createFakeExplore({
		run: async (jobs, {report}) => {
			for (const job of jobs) report(fakeReport(job));
			return [];
		},
	});
	const stage = await createStage(mode === 'small' ? 60 : 80, 24, {
		snapshotFolder: folder,
		explore: explore.choice,
	});
	stage.session.advance(19);
	await stage.play(1);
	if (mode === 'verdicts' || mode === 'case') await stage.type('x');
	stage.controller.store.updateUi({selected: 'arm64', streamEnd: 20});
	const enter: Record<Mode, string> = {
		live: '',
		compare: '\t',
		verdicts: 'jj',
		case: '\rjjj',
		menu: 'aj',
		filter: '/ab',
		help: '?\u001B[6~',
		small: '',
	};
	await stage.type(enter[mode]);
	assert.equal(modeOf(stage.controller.store.get().ui), mode);
	return stage;
};

/** All that can be observed: what the UI remembers, what it asked for, what it wrote and saved. */
const observe = ({controller, session, asked, output}: Stage): string =>
	JSON.stringify([
		controller.store.get().ui,
		session.calls,
		asked.quit,
		asked.suspend,
		output.writes.length,
		readdirSync(folder),
	]);

for (const mode of modes) {
	test(`${mode}: every key of the table does something`, async () => {
		const stage = await stageIn(mode);
		const {ui} = stage.controller.store.get();
		for (const row of keysOfMode(mode)) {
			for (const key of row.keys) {
				stage.controller.store.update({ui});
				// The key of the view one is in has nothing to do there.
				if (key === 'alt-1' && mode === 'live') await stage.type('\t');
				if (key === 'alt-2' && mode === 'compare') await stage.type('\t');
				if (key === 'alt-3' && mode === 'verdicts') await stage.type('\t');
				await stage.settle();
				const before = observe(stage);
				stage.controller.key({kind: 'key', name: key});
				await stage.settle();
				assert.notEqual(observe(stage), before, `${key} (${row.action})`);
			}
		}
		stage.dispose();
	});

	test(`${mode}: unknown keys do nothing`, async () => {
		const stage = await stageIn(mode);
		const before = observe(stage);
		for (const name of [
			'unknown',
			'f1-not',
			'ctrl-e',
			'alt-9',
			'delete',
			...(mode === 'filter' ? [] : ['y', 'É']),
		]) {
			stage.controller.key({kind: 'key', name});
		}
		if (mode !== 'filter') stage.controller.key({kind: 'paste', text: 'q'});
		await stage.settle();
		assert.equal(observe(stage), before);
		stage.dispose();
	});
}

test('no key has two meanings in a mode, every action has a key', () => {
	const seen = keyTable.flatMap(row => row.modes.flatMap(mode => row.keys.map(key => `${mode} ${key}`)));
	assert.equal(new Set(seen).size, seen.length);
	const reachable = new Set(keyTable.map(row => row.action));
	assert.deepEqual(
		[...actionIds].filter(action => !reachable.has(action)),
		[],
	);
	for (const mode of modes) assert.equal(actionOfKey(mode, 'ctrl-c'), 'quit');
});

test('help and readme hold every row of the table once', () => {
	const text = commandHelp('live').replaceAll(/\s+/g, ' ');
	const markdown = keysAsMarkdown();
	for (const row of keyTable) {
		assert.equal(text.split(` ${row.shown} ${row.text} `).length > 1, true, row.shown);
		assert.ok(markdown.includes(`| \`${row.shown}\` | ${row.text} |`), row.shown);
	}
});

test('the keys ask the session for what they say', async () => {
	const stage = await createStage(80, 24);
	await stage.play(2);
	await stage.type('3#0)');
	await stage.type('h');
	await stage.type('h');
	await stage.type('+');
	await stage.type('-');
	await stage.type('r');
	await stage.type(' ');
	await stage.type(' ');
	assert.deepEqual(stage.session.calls, [
		'inject wild-pointer',
		'remove wild-pointer',
		'inject direct-store',
		'remove direct-store',
		'chaos 64',
		'chaos 0',
		'change {"cpus":3}',
		'change {"cpus":2}',
		'restart',
		'pause',
		'resume',
	]);
	stage.dispose();
});

test('the menus change architectures, variant and programs', async () => {
	const stage = await createStage(80, 24, {
		archs: ['arm64', 'x86_64', 'riscv64', 's390x'].map(id => ({id, text: `about ${id}`})),
		variants: ['V0', 'VJ', 'VM'].map(id => ({id, text: `about ${id}`})),
	});
	await stage.type('a');
	await stage.type('jjj ');
	await stage.type('kkk');
	await stage.type(' \r');
	await stage.type('vj\r');
	await stage.type('p');
	await stage.type(' ');
	await stage.type('\r');
	assert.deepEqual(stage.session.calls, [
		'change {"archs":["x86_64","riscv64","s390x"]}',
		'change {"variant":"VM"}',
		'inject one-past-end',
	]);
	await stage.type('a');
	await stage.type('\u001B');
	assert.equal(stage.session.calls.length, 3);
	stage.dispose();
});

test('keys work while an operation is pending, and the state line says what is pending', async () => {
	const stage = await createStage(120, 40);
	stage.session.hold();
	for (const name of ['r', '1', 't', '+']) stage.controller.key({kind: 'key', name});
	await new Promise(resolve => setImmediate(resolve));
	await stage.output.drained();
	assert.match(stage.grid()[0] ?? '', /restarting…/);
	assert.deepEqual(stage.session.calls, ['restart', 'inject one-past-end']);
	assert.equal(stage.controller.store.get().ui.theme, 'light');
	stage.session.release();
	await stage.settle();
	assert.deepEqual(stage.session.calls, ['restart', 'inject one-past-end', 'change {"cpus":3}']);
	assert.doesNotMatch(stage.grid()[0] ?? '', /…/);
	stage.dispose();
});

test('an error of the session is shown and told in the stream, and the UI goes on', async () => {
	const stage = await createStage(120, 40);
	stage.session.refuseNext('no memory for 3 CPUs');
	await stage.type('+');
	const text = stage.grid().join('\n');
	assert.match(text, /✗ changing to 3 CPUs failed: no memory for 3 CPUs/);
	assert.match(text, /lab: changing to 3 CPUs failed: no memory for 3 CPUs/);
	await stage.type(' ');
	assert.match(stage.grid()[0] ?? '', / PAUSED .*books ✓/);
	stage.dispose();
});
