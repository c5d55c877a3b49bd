import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {CaseJob, CaseReport} from '../../source/explore/case.ts';
import {encodeToken} from '../../source/explore/trace.ts';
import {violatedReport} from '../report/case-reports.ts';
import {run} from './fake-context.ts';

const files = {
	'fix/mine.c': 'apply_range_set_cb',
	'fix.patch': 'arena_free_pages',
	'odd name.txt': 'arena_free_pages',
	'empty.c': '',
	'wrong.c': '!',
};

function violated(changes: Partial<CaseReport> = {}): Partial<CaseReport> {
	const {scenario: _scenario, arch: _arch, variant: _variant, ...rest} = violatedReport(changes);
	return rest;
}

/** What the user's file and the base are found to be, by scenario; both hold where nothing is said. */
type Findings = Record<string, {mine?: Partial<CaseReport>; base?: Partial<CaseReport>}>;

async function check(words: string, found: Findings = {}, options: Parameters<typeof run>[1] = {}) {
	const finds = (job: CaseJob) => {
		const {mine, base} = found[job.scenario] ?? {};
		return (job.variant.startsWith('V') ? base : mine) ?? {};
	};
	return run(['check', ...words.split(' ')], {files, explorer: {finds}, ...options});
}

suite('check', () => {
	test('runs every case with the file and with its base, under the same limits', async () => {
		const {status, stdout, explorer} = await check('fix/mine.c --arch x86_64,arm64 --states 9');
		assert.equal(status, 0);
		assert.deepEqual(explorer.prepared, ['c fix/mine.c on VJ for x86_64,arm64']);
		assert.deepEqual(
			explorer.jobs.map(job => `${job.scenario} ${job.arch} ${job.variant} ${job.options.limits.states}`),
			['mine.c', 'VJ'].flatMap(variant => [
				`C5-lost-scratch x86_64 ${variant} 9`,
				`C5-lost-scratch arm64 ${variant} 9`,
				`C50-zap x86_64 ${variant} 9`,
				`C34-range-returned x86_64 ${variant} 9`,
				`C34-range-returned arm64 ${variant} 9`,
			]),
		);
		assert.match(stdout, /^mine\.c defines apply_range_set_cb; everything else is that of VJ\.\n/);
		assert.match(stdout, /\ncase +found +VJ +property /);
		assert.match(stdout, /\n5 cases against VJ: 0 broken, 0 mended, 5 as VJ, 0 bounded\. /);
	});

	const outcomes: [what: string, findings: Findings, status: number, strict: number, text: RegExp][] = [
		[
			'broken counts',
			{'C50-zap': {mine: violated()}},
			1,
			1,
			/\nBroken:\n {2}! C50-zap, mine\.c on x86_64: violated \(use-after-free\), where VJ is sound\n/,
		],
		[
			'violated as the base does not, unless told to be strict',
			{'C34-range-returned': {mine: violated(), base: violated()}},
			0,
			1,
			/\nx86_64, mine\.c +=\sviolated +violated +use-after-free /,
		],
		[
			'broken in another way is shown, and does not count either',
			{'C50-zap': {mine: violated({property: 'deadlock'}), base: violated()}},
			0,
			1,
			/\nBroken in another way:\n {2}\* C50-zap, mine\.c on x86_64: violated \(deadlock\), where VJ is violated\n {4}\(use-after-free\)\n/,
		],
		[
			'mended is good news',
			{'C34-range-returned': {base: violated()}},
			0,
			0,
			/\nMended:\n {2}\+ C34-range-returned, mine\.c on x86_64: holds, where VJ is violated\n? ?.*use-after-free/,
		],
		[
			'violated where the base met a limit counts',
			{'C50-zap': {mine: violated(), base: {verdict: 'bounded', limit: 'time'}}},
			1,
			1,
			/where VJ is bounded\n/,
		],
		[
			'a limit is 3',
			{'C50-zap': {mine: {verdict: 'bounded', limit: 'time'}}},
			3,
			3,
			/\nNot decided:\n {2}~ C50-zap, mine\.c on x86_64: bounded, limit: time\n/,
		],
		[
			'a limit of the base alone is none',
			{'C50-zap': {base: {verdict: 'bounded', limit: 'time'}}},
			0,
			0,
			/\nx86_64, mine\.c +\? holds +bounded /,
		],
		[
			'what cannot be run counts',
			{'C50-zap': {mine: {error: 'endless loop in mine.c:3'}}},
			1,
			1,
			/failed: endless loop in mine\.c:3\n/,
		],
	];
	for (const [what, findings, status, strictStatus, text] of outcomes) {
		test(what, async () => {
			const plain = await check('fix/mine.c --arch x86_64', findings);
			assert.equal(plain.status, status);
			assert.match(plain.stdout, text);
			const strict = await check('fix/mine.c --arch x86_64 --strict', findings);
			assert.equal(strict.status, strictStatus);
		});
	}

	test('--strict names what is violated as the base', async () => {
		const findings = {'C34-range-returned': {mine: violated(), base: violated()}};
		const {stdout} = await check('fix/mine.c --arch x86_64 --strict', findings);
		assert.match(
			stdout,
			/\nViolated as the base, and told so by --strict:\n {2}= C34-range-returned, mine\.c on/,
		);
	});

	test('--history takes what history has settled instead of running the base', async () => {
		const findings = {
			'C5-lost-scratch': {mine: violated({property: 'lost-entry'})},
			'C34-range-returned': {mine: violated()},
		};
		const {status, stdout, explorer} = await check('fix/mine.c --base VM --history -a x86_64', findings);
		assert.equal(status, 0);
		assert.ok(explorer.jobs.every(job => job.variant === 'mine.c'));
		assert.match(stdout, /\n3 cases against VM: 0 broken, 0 mended, 3 as VM, 0 bounded\. /);
		// History left C5 open on riscv64, so there is nothing that would excuse it.
		const open = await check('fix/mine.c --history -a riscv64 --scenario C5', findings);
		assert.equal(open.status, 1);
	});

	test('--json has the cases of the file and of the base; of the file history expects nothing', async () => {
		const {stdout} = await check('fix/mine.c --scenario C5 --arch x86_64 --base VM --json');
		assert.deepEqual(
			JSON.parse(stdout).cases.map(({variant, expected, reference}: CaseReport) => [
				variant,
				expected,
				reference,
			]),
			[
				['mine.c', 'open', 'VM: violated (history, C5)'],
				['VM', 'violated', 'C5'],
			],
		);
	});

	test('has lines of its own C, and the rest from the lab', async () => {
		const trace = [
			...(violated().trace ?? []),
			...[{...violatedReport().trace[0]!, stack: [{function: 'apply', file: 'fix/mine.c', line: 7}]}],
		];
		const {stdout} = await check('fix/mine.c --scenario C50', {'C50-zap': {mine: violated({trace})}});
		assert.match(stdout, /\n +own line 7\n/);
		assert.match(stdout, /\n +text\(x86_64, variants\/vj\.c, 44\);\n/);
		assert.match(
			stdout,
			/\n {2}ptelab check fix\/mine\.c --scenario C50-zap --arch x86_64 --base VJ --replay AQabc\n/,
		);
	});

	test('--print-base prints what a patch is made against, and runs nothing', async () => {
		for (const [words, id] of [
			['--print-base', 'VJ'],
			['--print-base --base VM', 'VM'],
		] as const) {
			const {status, stdout, stderr, explorer} = await check(words);
			assert.deepEqual([status, stdout, stderr], [0, `/* as ${id} has it */\n`, '']);
			assert.deepEqual([explorer.jobs, explorer.prepared], [[], []]);
		}
	});

	test('--replay takes the steps of the file alone', async () => {
		const [first] = (await check('fix/mine.c --scenario C50')).explorer.jobs;
		const token = encodeToken(first?.scenario ?? '', [{process: 0, choice: 0}]);
		const {explorer} = await check(`fix/mine.c --scenario C50 --replay ${token}`);
		assert.deepEqual(
			explorer.jobs.map(job => [job.variant, job.token]),
			[['mine.c', token]],
		);
	});

	const patches: [words: string[], prepared: string][] = [
		[['fix.patch'], 'patch fix.patch on VJ for x86_64'],
		[['odd name.txt', '--patch'], 'patch odd name.txt on VJ for x86_64'],
		[['fix/mine.c', '--patch'], 'patch fix/mine.c on VJ for x86_64'],
	];
	for (const [words, prepared] of patches) {
		test(`${words.join(' ')} is a patch`, async () => {
			const explorer = {finds: (job: CaseJob) => (job.variant === 'VJ' ? {} : violated())};
			const result = await run(['check', ...words, '--scenario', 'C50'], {files, explorer});
			assert.deepEqual(result.explorer.prepared, [prepared]);
			const [name = '', flag] = words;
			const quoted = name.includes(' ') ? `'${name}'` : name;
			assert.ok(
				result.stdout.includes(
					`\n  ptelab check ${quoted} --scenario C50-zap --arch x86_64 --base VJ ${flag === undefined ? '' : '--patch '}--replay AQabc\n`,
				),
			);
		});
	}

	test('a file without callbacks says so', async () => {
		const {stdout} = await check('empty.c --scenario C50');
		assert.match(stdout, /^empty\.c defines no callback: everything is that of VJ\.\n/);
	});

	test('on a terminal says what it compiles', async () => {
		const {stderr} = await check('fix/mine.c --scenario C50', {}, {stderrIsTerminal: true});
		assert.match(stderr, /^ptelab: compiling mine\.c for x86_64\n\[0\/2\] C50-zap, x86_64, mine\.c\n/);
	});

	test('an interrupt while the base runs leaves history to compare with', async () => {
		const findings = {'C34-range-returned': {mine: violated()}};
		const {status, stdout} = await check('fix/mine.c --arch x86_64', findings, {interruptAfter: 3});
		assert.equal(status, 130);
		assert.match(stdout, /\nx86_64, mine\.c +=\sviolated +violated \(history\) /);
	});

	const wrong: [words: string, stderr: string][] = [
		['nope.c', "ptelab: cannot read 'nope.c': no such file\n"],
		[
			'wrong.c -a arm64',
			'wrong.c:1:1: error: expected identifier\nptelab: the C does not compile for arm64\n',
		],
		[
			'notes.txt',
			"ptelab: 'notes.txt' is neither a C file (*.c) nor a patch (*.patch, *.diff, *.mbox, or any name with --patch)\n",
		],
		['fix.patch --base VX', "ptelab: unknown variant 'VX': did you mean 'V0'? (ptelab list variants)\n"],
		[
			'fix.patch --scenario C35',
			"ptelab: unknown claim 'C35': did you mean 'C34'? (ptelab list scenarios)\n",
		],
		[
			'fix.patch --replay AQ',
			'ptelab: --replay wants one case, but these are 7: name the scenario, --arch and the variant\n',
		],
	];
	for (const [words, stderr] of wrong) {
		test(`ptelab check ${words}`, async () => {
			const result = await check(words);
			assert.deepEqual([result.status, result.stdout, result.stderr], [2, '', stderr]);
			assert.deepEqual(result.explorer.jobs, []);
		});
	}

	test('without a file says what it needs', async () => {
		const {status, stderr} = await run(['check']);
		assert.deepEqual(
			[status, stderr],
			[2, 'ptelab: check needs a file: your callbacks in C, or a patch to them (ptelab check --help)\n'],
		);
	});
});
