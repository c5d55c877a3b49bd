import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {CaseJob, CaseReport} from '../../source/explore/case.ts';
import {encodeToken} from '../../source/explore/trace.ts';
import {caseReport, violatedReport} from '../report/case-reports.ts';
import {run} from './fake-context.ts';

/** The part of a violated report that is not its name. */
function violated(changes: Partial<CaseReport> = {}): Partial<CaseReport> {
	const {
		scenario: _scenario,
		arch: _arch,
		variant: _variant,
		expected: _expected,
		...rest
	} = violatedReport(changes);
	return rest;
}

/** What history says of the fake scenarios: C34 is violated everywhere, C5 in VM. */
const asHistory = (job: CaseJob) =>
	job.scenario === 'C34-range-returned' || (job.scenario === 'C5-lost-scratch' && job.variant === 'VM')
		? violated(job.variant === 'VM' ? {property: 'lost-entry'} : {})
		: {};

async function explore(words: string, options: Parameters<typeof run>[1] = {}) {
	return run(['explore', ...words.split(' ').filter(word => word !== '')], {
		explorer: {finds: asHistory},
		...options,
	});
}

suite('explore', () => {
	test('without words explores every case, and ends with 0 when all is as history expects', async () => {
		const {status, stdout, stderr, explorer} = await explore('');
		assert.deepEqual([status, stderr], [0, '']);
		assert.equal(explorer.jobs.length, 20);
		assert.match(stdout, /\nC34-range-returned +=\sviolated +=\sviolated +=\sviolated\n/);
		assert.match(stdout, /\nOpen in history:\n {2}\? C5-lost-scratch, V0 on riscv64: holds,/);
		assert.match(stdout, /\n20 cases: 18 as expected, 0 not, 2 open, 0 bounded\. /);
		assert.ok(!stdout.includes('Replay'), 'traces of what is expected are not printed');
		assert.deepEqual(
			stdout.split('\n').filter(line => line.length > 80),
			[],
		);
	});

	test('of few cases prints the trace at once, with the lines of C and the command for it', async () => {
		const {status, stdout} = await explore('C34 --arch arm64 --variant VJ');
		assert.equal(status, 0);
		assert.match(stdout, /\n {13}text\(arm64, variants\/vj\.c, 44\);\n/);
		assert.match(stdout, /\nThe model cannot say: how often it happens\n/);
		assert.match(
			stdout,
			/\n {2}ptelab explore C34-range-returned --arch arm64 --variant VJ --replay AQabc\n/,
		);
	});

	test('hands its flags to the search', async () => {
		const {explorer} = await explore(
			'C5 -a x86_64 -v VM --no-reduction --states 10 --seconds 0.5 --memory 3 --outcomes --env tlb-eviction,lock-timeout --shard 2/4 -j 3',
		);
		assert.deepEqual(explorer.threads, [3]);
		assert.deepEqual(explorer.jobs, [
			{
				scenario: 'C5-lost-scratch',
				arch: 'x86_64',
				variant: 'VM',
				options: {
					reduction: false,
					limits: {states: 10, milliseconds: 500, memoryBytes: 3_000_000},
					outcomes: true,
					simulate: null,
					shard: {index: 2, count: 4},
					environment: ['tlb-eviction', 'lock-timeout'],
				},
			},
		]);
	});

	test('has the defaults that help shows', async () => {
		const {explorer} = await explore('C5 -a x86_64 -v VM');
		assert.deepEqual(explorer.jobs[0]?.options, {
			reduction: true,
			limits: {memoryBytes: 1_024_000_000},
			outcomes: false,
			simulate: null,
			shard: null,
			environment: null,
		});
		assert.ok((explorer.threads[0] ?? 0) >= 1 && (explorer.threads[0] ?? 9) <= 8);
	});

	const simulations: [words: string, expected: CaseJob['options']['simulate']][] = [
		['--simulate 100', {runs: 100, seed: 1, schedule: 'random', depth: 0}],
		['--simulate 100 --pct 3 --seed 7', {runs: 100, seed: 7, schedule: 'pct', depth: 3}],
	];
	for (const [words, simulate] of simulations) {
		test(`${words} asks for random schedules`, async () => {
			const {explorer} = await explore(`C5 -a x86_64 -v VJ --env none ${words}`);
			assert.deepEqual(explorer.jobs[0]?.options.simulate, simulate);
			assert.deepEqual(explorer.jobs[0]?.options.environment, []);
		});
	}

	const statuses: [what: string, finds: (job: CaseJob) => Partial<CaseReport>, status: number][] = [
		['what is not as expected is 1', job => (job.variant === 'VJ' ? violated() : asHistory(job)), 1],
		['what history saw broken and is not is 1', () => ({}), 1],
		['what cannot be run is 1', job => (job.arch === 'arm64' ? {error: 'no image'} : asHistory(job)), 1],
		[
			'a limit is 3',
			job => (job.variant === 'VJ' ? {verdict: 'bounded' as const, limit: 'time'} : asHistory(job)),
			3,
		],
		[
			'a limit beside what is not as expected is 1',
			job => (job.variant === 'VJ' ? {verdict: 'bounded' as const, limit: 'time'} : {}),
			1,
		],
	];
	for (const [what, finds, status] of statuses) {
		test(what, async () => {
			assert.equal((await explore('', {explorer: {finds}})).status, status);
		});
	}

	test('of many cases prints the traces of the unexpected ones, or those that --traces says', async () => {
		const finds = (job: CaseJob) => (job.scenario === 'C50-zap' ? violated() : asHistory(job));
		const titles = async (flags: string) => {
			const {stdout} = await explore(flags, {explorer: {finds}});
			return stdout.split('\n').filter(line => line.startsWith('  ptelab explore')).length;
		};

		assert.equal(await titles(''), 2);
		assert.equal(await titles('--traces unexpected'), 2);
		assert.equal(await titles('--traces none'), 0);
		assert.equal(await titles('--traces all'), 14);
		assert.equal(await titles('--all-traces'), 14);
		assert.equal(await titles('C50'), 2);
		assert.equal(await titles('C50 --traces none'), 0);
	});

	test('that is broken otherwise than history says is not as history expects', async () => {
		const finds = () => violated({property: 'deadlock'});
		const {status, stdout} = await explore('C5 -a x86_64 -v VM', {explorer: {finds}});
		assert.equal(status, 1);
		assert.match(stdout, /but\s+history\s+expects\s+violated\s+\(lost-entry\)/);
		const same = await explore('C5 -a x86_64 -v VM');
		assert.equal(same.status, 0);
	});

	test('--outcomes shows the final states, with how they are reached', async () => {
		const finds = () => ({outcomes: [{state: {'pte[0]': 'page 3'}, token: 'AQfinal', steps: 12, count: 2}]});
		const {stdout} = await explore('C5 -a x86_64 -v VJ --outcomes', {explorer: {finds}});
		assert.match(
			stdout,
			/\nFinal states of C5-lost-scratch, x86_64, VJ\n=+\nMemory model: .*\n\nend +pte\[0\] +states +steps +token\n/,
		);
		assert.match(stdout, /\n +1 +page 3 +2 +12 +AQfinal\n/);
	});

	test('--json is the cases and nothing else, with what history expects', async () => {
		const {status, stdout} = await explore('C5 C50 -a x86_64,riscv64 -v VM,VJ --json');
		assert.equal(status, 0);
		const {cases, ...rest} = JSON.parse(stdout);
		assert.deepEqual(rest, {});
		assert.deepEqual(Object.keys(cases[0]), [...Object.keys(caseReport()), 'candidate']);
		assert.deepEqual(
			cases.map(({scenario, arch, variant, expected, reference, claims}: CaseReport) =>
				[scenario, arch, variant, expected, reference, claims.join('+')].join(' '),
			),
			[
				'C5-lost-scratch x86_64 VM violated C5 C5+C6',
				'C5-lost-scratch x86_64 VJ holds June fix C5+C6',
				'C5-lost-scratch riscv64 VM violated C5 C5+C6',
				'C5-lost-scratch riscv64 VJ open C22 C5+C6',
				'C50-zap x86_64 VM holds the thread C50',
				'C50-zap x86_64 VJ holds the thread C50',
			],
		);
		assert.equal(cases[0].trace.length, 3);
	});

	test('--format ktap and csv are documents of their own', async () => {
		const ktap = await explore('C34 -a x86_64 -v VJ --format ktap --traces all');
		assert.match(
			ktap.stdout,
			/^KTAP version 1\n1\.\.1\n {2}KTAP version 1\n {2}1\.\.1\n {2}# x86_64\/VJ: violated/,
		);
		assert.match(ktap.stdout, /\n {2}# {3}1 {6}1: apply_range_clear_cb {2}variants\/vj\.c:44/);
		assert.match(ktap.stdout, /\n {2}ok 1 x86_64\/VJ\nok 1 C34-range-returned\n$/);
		const csv = await explore('C34 -a x86_64 -v VJ --format csv');
		assert.match(
			csv.stdout,
			/^scenario,arch,[^\n]*\nC34-range-returned,x86_64,VJ,violated,violated,expected,/,
		);
		assert.equal(csv.stdout.split('\n').length, 3);
	});

	test('--out writes the JSON document beside what is printed', async () => {
		const {stdout, files} = await explore('C34 -a x86_64 -v VJ --out part.json');
		assert.match(stdout, /1 case: 1 as expected/);
		assert.equal(JSON.parse(files.get('part.json') ?? '').cases[0].verdict, 'violated');
		const failed = await explore('C34 --out /nowhere/part.json');
		assert.deepEqual([failed.status, failed.explorer.jobs], [2, []]);
		assert.equal(failed.stderr, "ptelab: cannot write '/nowhere/part.json': no such folder\n");
	});
});

suite('a replay', () => {
	test('hands the token to the runner and prints every step, also where nothing is broken', async () => {
		const finds = () => ({trace: violatedReport().trace, text: 'parts at step 4: freer is blocked here'});
		const [{scenario}] = (await explore('C5 -a x86_64 -v VJ')).explorer.jobs as [CaseJob];
		const token = encodeToken(scenario, [{process: 0, choice: 0}]);
		const {explorer, stdout} = await explore(`C5 -a x86_64 -v VJ --replay ${token} --traces none`, {
			explorer: {finds},
		});
		assert.equal(explorer.jobs[0]?.token, token);
		assert.match(stdout, /\n {2}3 {2}0: load page 3\n/);
		assert.match(stdout, /\nparts at step 4: freer is blocked here\n/);
	});

	test('under other surroundings is not measured by what history expects', async () => {
		const usual = await explore('C34 -a x86_64 -v VJ --json');
		const other = await explore('C34 -a x86_64 -v VJ --env none --json');
		const [expected, open] = [usual, other].map(({stdout}) => JSON.parse(stdout).cases[0]);
		assert.equal(expected.expected, 'violated');
		assert.equal(open.expected, 'open');
		assert.match(open.reference, /surroundings that do tlb-eviction/);
	});

	test('is told with the flags that its token depends on', async () => {
		const {stdout} = await explore('C34 -a x86_64 -v VJ --no-reduction --env tlb-eviction --states 9');
		assert.match(stdout, /--variant VJ --no-reduction --env tlb-eviction --replay AQabc\n/);
		const none = await explore('C34 -a x86_64 -v VJ --env none');
		assert.match(none.stdout, /--variant VJ --env none --replay AQabc\n/);
	});

	test('of what is no token of this case is a mistake on the command line', async () => {
		const other = encodeToken('C99-another', [{process: 0, choice: 0}]);
		for (const [token, message] of [
			['AQabc', /^ptelab: the replay token is cut short or mistyped; copy it again\n$/],
			['A?', /^ptelab: the replay token has characters that no token has; copy it again\n$/],
			[other, /^ptelab: the replay token was made for another scenario than C5/],
		] as const) {
			const {status, stdout, stderr, explorer} = await explore(`C5 -a x86_64 -v VJ --replay ${token}`);
			assert.deepEqual([status, stdout, explorer.jobs], [2, '', []]);
			assert.match(stderr, message);
		}
	});

	test('is about one case', async () => {
		const {status, stderr} = await explore('C34 -a x86_64 --replay AQabc');
		assert.deepEqual(
			[status, stderr],
			[2, 'ptelab: --replay wants one case, but these are 3: name the scenario, --arch and the variant\n'],
		);
	});
});

suite('C of the user in explore', () => {
	const files = {'fix/mine.c': 'apply_range_set_cb ptep_try_set', 'other/mine.c': 'x', 'wrong.c': '!'};

	test('is compiled for the architectures of its cases, and nothing is expected of it', async () => {
		const {status, stdout, explorer} = await explore(
			'C50 C34 --variant VM,fix/mine.c --base VM --arch x86_64,arm64 --json',
			{files},
		);
		assert.equal(status, 0);
		assert.deepEqual(explorer.prepared, ['c fix/mine.c on VM for x86_64,arm64']);
		const {cases} = JSON.parse(stdout);
		assert.deepEqual(
			cases.map(({scenario, variant, expected}: CaseReport) => `${scenario} ${variant} ${expected}`),
			[
				'C50-zap VM holds',
				'C50-zap mine.c open',
				'C34-range-returned VM violated',
				'C34-range-returned mine.c open',
				'C34-range-returned VM violated',
				'C34-range-returned mine.c open',
			],
		);
		assert.equal(cases[1].reference, 'VM: holds (history, the thread)');
	});

	test('is named in what is printed, and in the command that replays its trace', async () => {
		const {stdout} = await explore('C34 --variant fix/mine.c --arch x86_64', {files});
		assert.match(
			stdout,
			/^mine\.c defines apply_range_set_cb, ptep_try_set; everything else is that of VJ\.\n/,
		);
		assert.match(
			stdout,
			/\n {2}ptelab explore C34-range-returned --arch x86_64 --variant fix\/mine\.c --base VJ --replay AQabc\n/,
		);
	});

	const wrong: [words: string, stderr: string][] = [
		['C34 --variant nope.c', "ptelab: cannot read 'nope.c': no such file\n"],
		[
			'C34 --variant wrong.c',
			'wrong.c:1:1: error: expected identifier\nptelab: the C does not compile for x86_64\n',
		],
		['C34 --base VM', 'ptelab: --base is for a C file of your own: name one with --variant file.c\n'],
		[
			'C34 --variant fix/mine.c,other/mine.c',
			"ptelab: two files are called 'mine.c': give one of them another name\n",
		],
	];
	for (const [words, stderr] of wrong) {
		test(`ptelab explore ${words}`, async () => {
			const result = await explore(words, {files});
			assert.deepEqual([result.status, result.stdout, result.stderr], [2, '', stderr]);
		});
	}
});

suite('an interrupted run', () => {
	for (const rejects of [undefined, 'a worker was ended']) {
		test(`prints what is finished and ends with 130, ${rejects ?? 'the runner resolving'}`, async () => {
			const explorer = {finds: asHistory, ...(rejects === undefined ? {} : {rejects})};
			const {status, stdout, stderr} = await explore('', {explorer, interruptAfter: 3});
			assert.equal(status, 130);
			assert.equal(stderr, 'ptelab: interrupted: 3 of 20 cases are finished\n');
			assert.match(stdout, /\n3 cases: 3 as expected, /);
		});
	}

	test('gives JSON of what is finished', async () => {
		const {stdout} = await explore('--json', {interruptAfter: 2});
		assert.equal(JSON.parse(stdout).cases.length, 2);
	});

	test('is not confused with a runner that loses a case', async () => {
		const finds = (job: CaseJob) => (job.arch === 'arm64' ? null : {});
		const {status, stderr} = await explore('C5 -v VJ', {explorer: {finds}});
		assert.deepEqual(
			[status, stderr],
			[1, 'ptelab: the explorer gave no report of C5-lost-scratch, arm64, VJ\n'],
		);
	});
});

suite('progress', () => {
	test('is drawn over and over on a terminal, and taken off at the end', async () => {
		const {stderr} = await explore('C5 -a x86_64 -v VJ', {stderrIsTerminal: true});
		assert.equal(
			stderr,
			'[0/1] C5-lost-scratch, x86_64, VJ\n  searching: 1234 states, 50.0k/s, depth 17, 12 left, some 3 s to go\r\u001B[1A\u001B[J',
		);
	});

	test('elsewhere is written when it is asked for', async () => {
		const {stderr} = await explore('C5 -v VJ --progress');
		assert.match(stderr, /^\[0\/3\] C5-lost-scratch, x86_64, VJ, searching: .*\n$/);
		assert.equal((await explore('C5 -v VJ')).stderr, '');
	});
});

suite('mistakes in explore', () => {
	const cases: [words: string, message: string][] = [
		['C35', "unknown claim 'C35': did you mean 'C34'? (ptelab list scenarios)"],
		['--arch x86', "unknown architecture 'x86': did you mean 'x86_64'? (ptelab list archs)"],
		['--variant VK', "unknown variant 'VK': did you mean 'V0'? (ptelab list variants)"],
		['--shard 3/2', "--shard wants k/n with k from 1 to n, such as 2/8, but got '3/2'"],
		['--shard 2', "--shard wants k/n with k from 1 to n, such as 2/8, but got '2'"],
		['--shard 0/2', "--shard wants k/n with k from 1 to n, such as 2/8, but got '0/2'"],
		[
			'--env tlb',
			"unknown environment step 'tlb': did you mean 'tlb-eviction'? (one of tlb-eviction, speculative-fill, negative-caching, stray-accessed-dirty, allocation-failure, lock-timeout)",
		],
		['--env none,tlb-eviction', "'none' stands alone: no environment step can be named beside it"],
		['--pct 3', '--pct is about random schedules: say how many with --simulate n'],
		['--seed 3', '--seed is about random schedules: say how many with --simulate n'],
		[
			'--replay AQ --simulate 3',
			'--replay takes the steps of its token: --simulate has no meaning beside it',
		],
		['--replay AQ --shard 1/2', '--replay takes the steps of its token: --shard has no meaning beside it'],
		['--json --format csv', '--json and --format exclude each other: leave one out'],
		['--all-traces --traces none', '--all-traces and --traces none exclude each other: leave one out'],
	];
	for (const [words, message] of cases) {
		test(`ptelab explore ${words}`, async () => {
			const {status, stdout, stderr, explorer} = await explore(words);
			assert.deepEqual([status, stdout, stderr], [2, '', `ptelab: ${message}\n`]);
			assert.deepEqual(explorer.jobs, []);
		});
	}
});
