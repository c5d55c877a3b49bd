import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {counterIds} from '../../source/machine/vocabulary.ts';
import {run} from './fake-context.ts';
import {type Rates, wrongBooks} from './fake-session.ts';

const oopsOnRiscv: Rates = (_, arch) => ({
	installs: arch === 'x86_64' ? 1_000_000 : 2000,
	oopses: arch === 'riscv64' ? 40 : 0,
});

suite('live', () => {
	test('off a terminal races two architectures for two seconds', async () => {
		const {status, stdout, stderr, lab} = await run([]);
		assert.equal(status, 0);
		assert.equal(stderr, '');
		assert.deepEqual(lab.calls, ['start x86_64,arm64 VJ', 'pause', 'stop']);
		assert.equal(lab.now(), 2000);
		assert.match(
			stdout,
			/^Variant VJ, 2 CPUs each, seed 1, 2\.0 s\. Programs: churn, producer-consumer,\s+batch\.\n/,
		);
		assert.match(stdout, /\ncounter +x86_64 +\/s +arm64 +\/s\n/);
		assert.match(stdout, /\ninstalls +2000 +1000 +2000 +1000\n/);
		assert.match(stdout, /\nZero: clears, /);
		assert.match(stdout, /\nx86_64, newest report: write violation 25\n/);
		assert.deepEqual(
			stdout.split('\n').filter(line => line.length > 80),
			[],
		);
	});

	test('flags say what runs', async () => {
		const {stdout, lab} = await run(
			'live --arch riscv64 --variant VM --cpus 1 --programs none --inject one-past-end --seed 7 --chaos --seconds 0.25 --json --violations 9'.split(
				' ',
			),
		);
		assert.equal(lab.now(), 250);
		const [machine] = JSON.parse(stdout).archs;
		assert.deepEqual(
			[machine.arch, machine.variant, machine.cpus, machine.seed, machine.chaos, machine.seconds],
			['riscv64', 'VM', 1, 7, 64, 0.25],
		);
		assert.deepEqual(machine.programs, [{id: 'one-past-end', state: 'loaded', violations: 1, runs: 2}]);
	});

	test('--json has every documented field', async () => {
		const {status, stdout} = await run(['live', '--json', '--seconds', '1']);
		assert.equal(status, 0);
		const {archs, ...rest} = JSON.parse(stdout);
		assert.deepEqual(rest, {});
		assert.equal(archs.length, 2);
		for (const machine of archs) {
			assert.deepEqual(Object.keys(machine), [
				'arch',
				'variant',
				'candidate',
				'cpus',
				'seed',
				'chaos',
				'seconds',
				'counters',
				'booksBalance',
				'books',
				'state',
				'failure',
				'stream',
				'programs',
				'verdicts',
			]);
			assert.deepEqual(Object.keys(machine.counters), [...counterIds]);
			assert.equal(machine.counters.installs, 1000);
			assert.equal(machine.booksBalance, true);
			assert.deepEqual(machine.books, [{name: 'live entries', counted: 5, found: 5, ok: true}]);
			assert.equal(machine.stream.length, 20);
			assert.deepEqual(machine.stream.at(-1), {
				sequence: 25,
				kind: 'kernel_write_violation',
				cpu: 1,
				program: 'one-past-end',
				address: '0xffffc90000001000',
				text: 'write violation 25',
				location: [{function: 'bpf_kfunc_touch', file: 'bpf/kfuncs.c', line: 12, column: 3}],
			});
			assert.deepEqual(machine.verdicts, {});
		}
	});

	test('on a terminal is the UI, with the catalog as choices', async () => {
		const {status, stdout, tuis, lab} = await run(
			['--arch', 'arm64', '--theme', 'mono', '--fps', '5', '--ascii'],
			{
				isTerminal: true,
				tui: async () => 0,
			},
		);
		assert.equal(status, 0);
		assert.equal(stdout, '');
		const [tui] = tuis;
		assert.deepEqual(tui?.session.options().archs, ['arm64']);
		assert.deepEqual([tui?.theme, tui?.fps, tui?.ascii, tui?.startPaused], ['mono', 5, true, undefined]);
		assert.deepEqual(
			tui?.programs?.map(program => `${program.key} ${program.id} ${program.kind}`),
			[
				' churn well-behaved',
				' producer-consumer well-behaved',
				' batch well-behaved',
				'1 one-past-end buggy',
				'2 use-after-free buggy',
			],
		);
		assert.deepEqual(lab.calls, ['start arm64 VJ', 'stop']);
	});

	test('gives the status with which the user left the UI', async () => {
		const {status} = await run([], {isTerminal: true, tui: async () => 143});
		assert.equal(status, 143);
	});

	test('shows machines that do not start as failed, and says why after the UI', async () => {
		const {status, stderr} = await run([], {
			isTerminal: true,
			refuses: 'no image of arm64: run npm run build',
			async tui({session}) {
				await assert.rejects(session.pause(), /no image of arm64/);
				assert.deepEqual(
					session.machines().map(machine => machine.snapshot().state),
					['failed', 'failed'],
				);
				return 0;
			},
		});
		assert.deepEqual([status, stderr], [1, 'ptelab: no image of arm64: run npm run build\n']);
	});

	for (const flag of ['--plain', '--format=table', '--json']) {
		test(`on a terminal with ${flag} prints`, async () => {
			const {status, stdout, tuis} = await run(['live', flag, '--seconds', '1'], {isTerminal: true});
			assert.equal(status, 0);
			assert.equal(tuis.length, 0);
			assert.notEqual(stdout, '');
		});
	}

	test('prints nothing after an interrupt, and stops the machines', async () => {
		const {status, stdout, lab} = await run(['live'], {interrupt: 2});
		assert.deepEqual([status, stdout], [130, '']);
		assert.equal(lab.calls.at(-1), 'stop');
	});

	test('a machine that fails is said and is status 1', async () => {
		const {status, stdout} = await run(['live'], {
			fails: {arch: 'arm64', afterMilliseconds: 100, reason: 'CPU 1 stuck in alloc'},
		});
		assert.equal(status, 1);
		assert.match(stdout, /\narm64: CPU 1 stuck in alloc\n/);
	});

	test('books that do not balance are shown line by line', async () => {
		const {status, stdout} = await run(['live'], {books: wrongBooks});
		assert.equal(status, 0);
		assert.match(stdout, /\nx86_64: pages: counted 7, found 4 \(-3\)\n/);
		assert.doesNotMatch(stdout, /live entries/);
	});
});

suite('compare', () => {
	test('races every architecture and marks what differs', async () => {
		const {status, stdout, lab} = await run(['compare'], {rates: oopsOnRiscv});
		assert.equal(status, 0);
		assert.deepEqual(lab.calls, ['start x86_64,arm64,arm64-nocontpte,riscv64 VJ', 'pause', 'stop']);
		assert.match(stdout, /\n\* oopses .* 80 +40\n/);
		assert.match(stdout, /\ninstalls +2\.00M +1\.00M +4000 +2000/);
		assert.match(stdout, /\nriscv64: no fault hook, so a kernel access/);
		assert.match(stdout, /\narm64-nocontpte: the hook calls the stub/);
		assert.match(stdout, /\narm64: a live entry must be invalidated/);
		assert.deepEqual(
			stdout.split('\n').filter(line => line.length > 80),
			[],
		);
	});

	test('loads buggy programs too, unless told otherwise', async () => {
		const loaded = async (words: string[]) => {
			const {stdout} = await run(['compare', '--json', '--arch', 'arm64', ...words]);
			return JSON.parse(stdout).archs[0].programs.map((program: {id: string}) => program.id);
		};

		assert.deepEqual(await loaded([]), [
			'churn',
			'producer-consumer',
			'batch',
			'one-past-end',
			'use-after-free',
		]);
		assert.deepEqual(await loaded(['--programs', 'churn']), ['churn']);
		assert.deepEqual(await loaded(['--programs', 'none']), []);
		assert.deepEqual(await loaded(['--programs', 'churn', '--inject', 'churn,one-past-end']), [
			'churn',
			'one-past-end',
		]);
	});

	test('--format csv is exact and complete', async () => {
		const {stdout} = await run(['compare', '--format', 'csv', '--arch', 'x86_64,riscv64', '--seconds', '3'], {
			rates: oopsOnRiscv,
		});
		const lines = stdout.trimEnd().split('\n');
		assert.equal(lines[0], 'counter,x86_64,x86_64/s,riscv64,riscv64/s');
		assert.equal(lines[1], 'installs,3000000,1000000,6000,2000');
		assert.equal(lines.length, 1 + counterIds.length);
	});

	test('--format markdown is not split', async () => {
		const {stdout} = await run(['compare', '--format', 'markdown'], {rates: oopsOnRiscv});
		assert.match(
			stdout,
			/\n\| counter \| x86_64 \| \/s \| arm64 \| \/s \| arm64-nocontpte \| \/s \| riscv64 \| \/s \|\n/,
		);
		assert.match(stdout, /\n\| \*\*\* oopses\*\* \|/);
	});
});

suite("the user's own C", () => {
	const files = {'dir/mine.c': 'int x;', 'bug.c': 'int y;', 'wrong.c': '!', 'other/bug.c': ''};

	test('is compiled for the architectures and run', async () => {
		const {status, stdout, lab} = await run(
			'live --arch arm64 --variant dir/mine.c --programs churn --inject bug.c --seconds 1 --json'.split(' '),
			{files},
		);
		assert.equal(status, 0);
		assert.deepEqual(lab.calls, ['compile mine.c,bug.c for arm64', 'start arm64 mine.c', 'pause', 'stop']);
		const [machine] = JSON.parse(stdout).archs;
		assert.equal(machine.variant, 'mine.c');
		assert.deepEqual(
			machine.programs.map((program: {id: string}) => program.id),
			['churn', 'bug.c'],
		);
	});

	test('is in the menus of the UI', async () => {
		const {tuis} = await run(['--variant', 'dir/mine.c', '--inject', 'bug.c'], {files, isTerminal: true});
		assert.deepEqual(tuis[0]?.variants?.at(-1), {id: 'mine.c', text: 'your file mine.c'});
		assert.deepEqual(tuis[0]?.programs?.at(-1), {
			id: 'bug.c',
			key: '',
			kind: 'user',
			text: 'your file bug.c',
		});
	});

	const cases: [words: string, stderr: string][] = [
		['live --variant nope.c', "ptelab: cannot read 'nope.c': no such file\n"],
		['live --inject nope.c', "ptelab: cannot read 'nope.c': no such file\n"],
		[
			'live --inject bug.c,other/bug.c',
			"ptelab: two programs are called 'bug.c': give one of the files another name\n",
		],
		[
			'compare --inject wrong.c --arch riscv64',
			'wrong.c:1:1: error: expected identifier\nptelab: the C does not compile for riscv64\n',
		],
	];
	for (const [words, stderr] of cases) {
		test(`ptelab ${words}`, async () => {
			const result = await run(words.split(' '), {files});
			assert.deepEqual([result.status, result.stdout, result.stderr], [2, '', stderr]);
		});
	}
});

suite('mistakes', () => {
	const cases: [words: string, message: string][] = [
		['live --arch x86', "unknown architecture 'x86': did you mean 'x86_64'? (ptelab list archs)"],
		['compare --arch arm64,amr64', "unknown architecture 'amr64': did you mean 'arm64'? (ptelab list archs)"],
		['live --variant vj', "unknown variant 'vj': did you mean 'VJ'? (ptelab list variants)"],
		['live --inject chrun', "unknown program 'chrun': did you mean 'churn'? (ptelab list programs)"],
		['live --programs none,churn', "'none' stands alone: no program can be named beside it"],
		['live --json', 'live --json needs --seconds: say how long to run, such as --seconds 2'],
		['live --json --seconds 1 --format csv', '--json and --format exclude each other: leave one out'],
		['list arch', "unknown list 'arch': did you mean 'archs'? (ptelab help list)"],
	];
	for (const [words, message] of cases) {
		test(`ptelab ${words}`, async () => {
			const {status, stdout, stderr, lab} = await run(words.split(' '));
			assert.deepEqual({status, stdout, stderr}, {status: 2, stdout: '', stderr: `ptelab: ${message}\n`});
			assert.deepEqual(lab.calls, []);
		});
	}

	test('machines that do not start are status 1', async () => {
		const {status, stderr} = await run(['compare'], {refuses: 'no image of arm64'});
		assert.deepEqual([status, stderr], [1, 'ptelab: no image of arm64\n']);
	});
});
