import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {run} from '../commands/fake-context.ts';
import {type Rates, wrongBooks} from '../commands/fake-session.ts';

/** Two acts: scratch is refused for ever by VM, and replaced by VJ. */
const script = JSON.stringify({
	title: 'Two acts',
	text: 'Opening words.',
	acts: [
		{
			title: 'Refused',
			claims: ['C9'],
			text: 'A stray write.',
			machine: {archs: ['x86_64', 'arm64'], variant: 'VM', programs: ['churn']},
			steps: [
				{inject: 'one-past-end'},
				{until: {counter: 'scratch_installs', compare: '>', value: 50}, seconds: 10},
				{remove: 'one-past-end'},
				{mark: 'removed'},
				{run: 4},
			],
			expect: [
				{counter: 'set_refused_scratch', since: 'removed', compare: '>', value: 100},
				{counter: 'set_refused_scratch', compare: '<=', value: {counter: 'set_hit_scratch'}},
				{books: 'balanced'},
			],
			conclusion: 'For ever.',
		},
		{
			title: 'Replaced',
			machine: {archs: ['arm64'], variant: 'VM'},
			steps: [
				{run: 1},
				{expect: {counter: 'set_refused_scratch', compare: '>', value: 0}},
				{restart: {variant: 'VJ'}},
				{run: 1},
			],
			expect: [{counter: 'set_refused_scratch', compare: '=', value: 0}],
		},
	],
});
const rates: Rates = ({variant, programs}) => ({
	scratch_installs: programs.includes('one-past-end') ? 100 : 0,
	set_hit_scratch: 50,
	set_refused_scratch: variant === 'VM' ? 50 : 0,
});
const files = {'two.json': script};

suite('demo', () => {
	test('a script whose expectations are met', async () => {
		const {status, stdout, stderr, lab} = await run(['demo', 'two.json'], {files, rates});
		assert.equal(stderr, '');
		assert.equal(status, 0);
		assert.deepEqual(lab.calls, [
			'start x86_64,arm64 VM',
			'inject one-past-end',
			'remove one-past-end',
			'pause',
			'stop',
			'start arm64 VM',
			'pause',
			'resume',
			'change variant',
			'restart',
			'pause',
			'stop',
		]);
		assert.match(
			stdout,
			/^Two acts\n=+\n\nOpening words\.\n\nAct 1\/2: Refused \[C9\]\n-+\n\nA stray write\.\n/,
		);
		assert.match(stdout, /\n> run until scratch_installs > 50\n {4}met after 0\.\d s\n/);
		assert.match(stdout, /\n {2}ok {4}x86_64: set_refused_scratch since removed > 100 \(200\)\n/);
		assert.match(stdout, /\n {2}ok {4}arm64: set_refused_scratch <= set_hit_scratch \(\d+ and \d+\)\n/);
		assert.match(stdout, /\n\nFor ever\.\n {2}=> as expected\n/);
		assert.match(stdout, /\nok {4}act 1: Refused \[C9\]\nok {4}act 2: Replaced\n2 of 2 acts as expected\n$/);
	});

	test('an expectation that is not met is status 1, and the next act is played', async () => {
		const {status, stdout} = await run(['demo', 'two.json'], {files, rates, books: wrongBooks});
		assert.equal(status, 1);
		assert.match(stdout, /\n {2}FAIL {2}x86_64: books balanced \(off\)\n/);
		assert.match(
			stdout,
			/\nFAIL {2}act 1: Refused \[C9\]\nok {4}act 2: Replaced\n1 of 2 acts as expected\n$/,
		);
	});

	test('a condition that is never met ends at its limit', async () => {
		const {status, stdout, lab} = await run(['demo', 'two.json', '--act', '1'], {files, rates: () => ({})});
		assert.equal(status, 1);
		assert.match(stdout, /\n {4}not met after 10 s\n/);
		assert.ok(lab.now() >= 14_000 && lab.now() < 14_100, String(lab.now()));
	});

	test('a machine that fails ends its act', async () => {
		const {status, stdout, lab} = await run(['demo', 'two.json', '--act=2'], {
			files,
			rates,
			fails: {arch: 'arm64', afterMilliseconds: 500, reason: 'CPU 0 stuck'},
		});
		assert.equal(status, 1);
		assert.match(stdout, /\n {2}FAILED: arm64: CPU 0 stuck\n/);
		assert.equal(lab.calls.at(-1), 'stop');
	});

	test('machines that do not start end the act, not the demo', async () => {
		const {status, stdout} = await run(['demo', 'two.json'], {files, refuses: 'no image of arm64'});
		assert.equal(status, 1);
		assert.equal(stdout.match(/FAILED: no image of arm64/g)?.length, 2);
		assert.match(stdout, /\n0 of 2 acts as expected\n$/);
	});

	test('--speed divides timed runs only', async () => {
		const slow = await run(['demo', 'two.json', '--act', '2'], {files, rates});
		const fast = await run(['demo', 'two.json', '--act', '2', '--speed', '4'], {files, rates});
		assert.deepEqual([slow.lab.now(), fast.lab.now()], [2000, 500]);
	});

	test('time for onlookers passes on a terminal and in a recording only', async () => {
		const watching = JSON.stringify({
			title: 't',
			acts: [
				{
					title: 'a',
					machine: {archs: ['arm64'], variant: 'VJ'},
					steps: [{watch: 40}],
					expect: {books: 'balanced'},
				},
			],
		});
		const watched = {files: {'w.json': watching}};
		const piped = await run(['demo', 'w.json', '--record', 'w.cast'], watched);
		assert.deepEqual([piped.status, piped.lab.now()], [0, 0]);
		assert.match(piped.files.get('w.cast') ?? '', /\n\[4\d\.\d+,"o","[^\n]+\n$/);
		const shown = await run(['demo', 'w.json', '--plain', '--speed', '2'], {...watched, isTerminal: true});
		assert.ok(shown.lab.now() >= 20_000, String(shown.lab.now()));
	});

	test('--json tells every check', async () => {
		const {status, stdout} = await run(['demo', 'two.json', '--act', '2', '--json'], {files, rates});
		assert.equal(status, 0);
		assert.deepEqual(JSON.parse(stdout), {
			script: 'Two acts',
			ok: true,
			acts: [
				{
					number: 2,
					title: 'Replaced',
					claims: [],
					ok: true,
					failure: null,
					checks: [
						{arch: 'arm64', expected: 'set_refused_scratch > 0', found: '50', ok: true},
						{arch: 'arm64', expected: 'set_refused_scratch = 0', found: '0', ok: true},
					],
				},
			],
		});
	});

	test('--record writes an asciinema file with all that was printed', async () => {
		const {
			status,
			stdout,
			files: written,
		} = await run(['demo', 'two.json', '--record', 'x.cast'], {files, rates});
		assert.equal(status, 0);
		const [header, ...events] = (written.get('x.cast') ?? '')
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line));
		assert.deepEqual([header.version, header.width, header.height, header.title], [2, 80, 24, 'Two acts']);
		assert.equal(events.map(([, , text]) => text).join(''), stdout.replaceAll('\n', '\r\n'));
		assert.ok(events.every(([, kind]) => kind === 'o'));
		const times: number[] = events.map(([seconds]) => seconds);
		assert.deepEqual(
			times,
			times.toSorted((a, b) => a - b),
		);
		assert.ok((times.at(-1) ?? 0) > 6, 'time for reading is in the recording');
	});

	test('an interrupt stops the machines and skips the rest', async () => {
		const {status, stdout, lab} = await run(['demo', 'two.json'], {files, rates, interrupt: 15});
		assert.equal(status, 143);
		assert.equal(lab.calls.at(-1), 'stop');
		assert.equal(lab.calls.filter(call => call.startsWith('start')).length, 1);
		assert.doesNotMatch(stdout, /act 1:/);
	});

	test('on a terminal is shown in the UI', async () => {
		const seen: string[] = [];
		const {status, stdout, lab} = await run(['demo', 'two.json'], {
			files,
			rates,
			isTerminal: true,
			tui: ({demo}) =>
				new Promise(resolve => {
					demo?.subscribe(() => {
						const {act, title, status: state, text} = demo.current();
						seen.push(`${act} ${title} ${state}`);
						if (act === 'end') {
							seen.push(...text);
							resolve(0);
						}
					});
				}),
		});
		assert.equal(status, 0);
		assert.equal(lab.calls.at(-1), 'stop');
		assert.ok(seen.includes('1/2 Refused [C9] as-expected'));
		assert.ok(seen.includes('2/2 Replaced running'));
		assert.ok(seen.includes('2 of 2 acts as expected'));
		assert.match(stdout, /2 of 2 acts as expected\n$/);
	});

	test('leaving the UI early is status 1', async () => {
		const {status, stdout, lab} = await run(['demo', 'two.json'], {
			files,
			rates,
			isTerminal: true,
			tui: async () => 0,
		});
		assert.equal(status, 1);
		assert.equal(stdout, 'left after 0 of 2 acts\n');
		assert.ok(lab.calls.filter(call => call.startsWith('start')).length <= 1);
	});

	const mistakes: [words: string[], message: string][] = [
		[['demo', 'thraed'], "cannot read script 'thraed' (no such file): did you mean 'thread'?"],
		[['demo', './x.json'], "cannot read script './x.json' (no such file)"],
		[['demo', 'two.json', '--act', '3'], "--act wants numbers from 1 to 2, but got '3'"],
		[['demo', 'two.json', '--act', 'x'], "--act wants numbers from 1 to 2, but got 'x'"],
		[
			['demo', 'two.json', '--record', '/nowhere/x.cast'],
			"cannot write recording '/nowhere/x.cast': no such folder",
		],
		[['demo', 'bad.json'], "bad.json:1:1: 'title' is missing"],
	];
	for (const [words, message] of mistakes) {
		test(`ptelab ${words.join(' ')}`, async () => {
			const {status, stderr, lab} = await run(words, {files: {...files, 'bad.json': '{}'}});
			assert.deepEqual([status, stderr], [2, `ptelab: ${message}\n`]);
			assert.deepEqual(lab.calls, []);
		});
	}
});
