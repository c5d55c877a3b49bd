import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {CaseReport} from '../../source/explore/case.ts';
import {judgeByHistory} from '../../source/report/explore-judgement.ts';
import {outcomesTable} from '../../source/report/explore-outcomes.ts';
import {traceLines, traceTitle} from '../../source/report/explore-trace.ts';
import {stepLines} from '../../source/report/explore-trace-steps.ts';
import type {SourceText} from '../../source/report/explore-words.ts';
import {caseReport, traceStep, violatedReport} from './case-reports.ts';

const sourceText: SourceText = (file, line) =>
	line === 44 ? `\t\tpte_clear(${file});\t/* ${line} */` : null;

function steps(report: CaseReport, width: number): string[] {
	const {processes, trace, cycle} = report;
	return stepLines({processes, steps: trace, cycle, sourceText, width});
}

suite('the steps of a trace', () => {
	test('at 80 columns are indented by who acts; the head names the columns', () => {
		assert.deepEqual(steps(violatedReport(), 80), [
			'     0: allocator',
			'         1: freer',
			'  1      1: apply_range_clear_cb  variants/vj.c:44  < arena_free_pages',
			'             pte_clear(variants/vj.c); /* 44 */',
			'           pte[2]: page 3 → none',
			'  2  0: arena_free_pages  bpf/arena.c:310',
			'       takes way 2 of 3',
			'       arena.spinlock: 0x1 → 0x0',
			'  3  0: load page 3',
			'       !! reads a freed page',
		]);
	});

	test('at 110 columns stand side by side', () => {
		const line = (left: string, right: string) => `${left.padEnd(56)} | ${right}`.trimEnd();
		assert.deepEqual(steps(violatedReport(), 110), [
			line('     0: allocator', '1: freer'),
			`${'-'.repeat(56)}-+-${'-'.repeat(51)}`,
			line('  1', 'apply_range_clear_cb  variants/vj.c:44'),
			line('', '    pte_clear(variants/vj.c); /* 44 */'),
			line('', '  pte[2]: page 3 → none'),
			line('  2  arena_free_pages  bpf/arena.c:310', ''),
			line('       takes way 2 of 3', ''),
			line('       arena.spinlock: 0x1 → 0x0', ''),
			line('  3  load page 3', ''),
			line('       !! reads a freed page', ''),
		]);
	});

	test('of a livelock go round in a bracket', () => {
		const spin = (cpu: number) =>
			traceStep({cpu, stack: [{function: cpu === 0 ? 'spin' : 'set', file: 'a.c', line: 1}]});
		const report = violatedReport({trace: [spin(0)], cycle: [spin(1), spin(0)]});
		assert.deepEqual(steps(report, 80), [
			'       0: allocator',
			'           1: freer',
			'    1  0: spin  a.c:1',
			'/   2      1: set  a.c:1',
			'|   3  0: spin  a.c:1',
			'\\_ and again from step 2, round and round for ever',
		]);
	});

	test('have no column for a process that does not step', () => {
		const report = violatedReport({processes: ['allocator', 'freer', 'tlb-eviction', 'worker']});
		const lines = steps(report, 80);
		assert.equal(lines.at(-1), 'No step by tlb-eviction, worker.');
		assert.ok(!lines.some(line => line.includes('2:')));
	});

	test('show what changed in words, where there are any, instead of numbers', () => {
		const step = traceStep({
			place: 'pte[1]',
			before: '0x0',
			after: '0x63',
			changes: [
				{name: 'pte[1]', before: 'none', after: 'scratch'},
				{name: 'tlb[0][1]', before: 'none', after: 'scratch'},
			],
		});
		const lines = steps(violatedReport({trace: [step]}), 80);
		assert.deepEqual(lines.slice(2, 4), [
			'       pte[1]: none → scratch',
			'       tlb[0][1]: none → scratch',
		]);
		assert.ok(!lines.some(line => line.includes('0x63')));
	});

	test('show the line that calls an accessor, and what the accessor found', () => {
		const check = traceStep({
			stack: [
				{function: 'lab_read', file: 'include/ptelab/lab.h', line: 3},
				{function: 'ptep_get', file: 'include/asm-generic/pgtable-access.h', line: 27},
				{function: 'apply_range_set_cb', file: 'mine.c', line: 44},
				{function: 'set_one', file: 'bpf/arena_walk.c', line: 9},
			],
			place: 'pte[0]',
			found: 'none',
		});
		const lost = traceStep({...check, op: 'update', found: 'scratch'});
		const won = traceStep({...lost, changes: [{name: 'pte[0]', before: 'scratch', after: 'page 1'}]});
		assert.deepEqual(steps(violatedReport({trace: [check, lost, won], cycle: []}), 80).slice(1), [
			'  1  0: apply_range_set_cb  mine.c:44  in ptep_get < set_one',
			'         pte_clear(mine.c); /* 44 */',
			'       pte[0] is none',
			'  2  0: apply_range_set_cb  mine.c:44  in ptep_get < set_one',
			'         pte_clear(mine.c); /* 44 */',
			'       pte[0] stays scratch',
			'  3  0: apply_range_set_cb  mine.c:44  in ptep_get < set_one',
			'         pte_clear(mine.c); /* 44 */',
			'       pte[0]: scratch → page 1',
			'No step by freer.',
		]);
		// Of an access through a translation: which page it came to.
		const reaches = traceStep({op: 'store', place: 'page 12+8', before: '0x0', after: '0x1'});
		assert.equal(steps(violatedReport({trace: [reaches], cycle: []}), 80)[2], '       reaches page 12');
	});

	for (const width of [60, 80, 120, 240]) {
		test(`never go beyond ${width} columns, however long the names are`, () => {
			const long = traceStep({
				stack: [
					{
						function: `function_${'x'.repeat(60)}`,
						file: `mm/${'folder/'.repeat(12)}pgtable.h`,
						line: 44,
					},
					{function: 'caller', file: 'a.c', line: 3},
				],
				changes: [{name: 'pte[1]', before: 'word '.repeat(40), after: 'y'.repeat(300)}],
				failure: 'sentence '.repeat(60),
			});
			const trace = [0, 1, 2, 3].map(cpu => ({...long, cpu}));
			const lines = steps(violatedReport({trace, cycle: trace, processes: ['a', 'b', 'c', 'd']}), width);
			assert.deepEqual(
				lines.filter(line => line.length > width),
				[],
			);
			// The end of a path says most.
			assert.ok(lines.some(line => line.includes('pgtable.h:44')));
		});
	}

	test('take control characters from nobody', () => {
		const evil = traceStep({stack: [{function: 'f', file: 'a.c', line: 1}], failure: 'a\u001B[2Jb'});
		const lines = stepLines({
			processes: ['p'],
			steps: [evil],
			cycle: [],
			sourceText: () => '\u001B]0;title\u0007\tx = 1;',
			width: 80,
		});
		// biome-ignore lint/suspicious/noControlCharactersInRegex: that there is none is what is tested
		assert.ok(!lines.some(line => /[\u0000-\u001F\u007F-\u009F]/.test(line)));
		assert.ok(lines.some(line => line.includes('x = 1;')));
	});
});

suite('a trace', () => {
	const options = {judge: judgeByHistory, sourceText, width: 80};
	const replay = (report: CaseReport) => `ptelab explore ${report.scenario} --replay ${report.token}`;

	test('says how long it is, under which model, what is broken and how to see it again', () => {
		const lines = traceLines(violatedReport(), {...options, replay});
		assert.deepEqual(lines.slice(0, 3), [
			'3 steps; no shorter way breaks this property. Memory model: sequential',
			'consistency. Environment steps: none.',
			'',
		]);
		assert.deepEqual(lines.slice(-5), [
			'',
			'At the end pte[2] = none.',
			'Property use-after-free: allocator reads page 3 after it was freed',
			'Replay, the last word being its token:',
			'  ptelab explore C34-range-returned-before-flush --replay AQabc',
		]);
	});

	test('shows the line where it broke', () => {
		const where = [{function: 'set', file: 'mine.c', line: 44}];
		const lines = traceLines(violatedReport({where}), {...options, replay: () => null});
		assert.equal(lines.at(-1), '    pte_clear(mine.c); /* 44 */');
	});

	test('says in the end what is other than at the start', () => {
		const change = (name: string, before: string, after: string) =>
			traceStep({changes: [{name, before, after}]});
		const trace = [
			change('pte[0]', 'none', 'scratch'),
			change('arena lock', 'free', 'held by CPU 0'),
			change('pte[0]', 'scratch', 'page 1'),
			change('arena lock', 'held by CPU 0', 'free'),
		];
		const end = (report: CaseReport) => traceLines(report, {...options, replay: () => null}).at(-2);
		assert.equal(end(violatedReport({trace})), 'At the end pte[0] = page 1.');
		assert.equal(end(violatedReport({trace: trace.slice(1, 2).concat(trace.slice(3))})), '');
	});

	test('has a title with the verdict and what was expected', () => {
		assert.equal(
			traceTitle(violatedReport({expected: 'holds'}), judgeByHistory),
			'C34-range-returned-before-flush, x86_64, VJ: violated (use-after-free), but history expects holds (C34)',
		);
	});

	test('does not claim to be the shortest when it is not known to be', () => {
		const first = (changes: Partial<CaseReport>) =>
			traceLines(violatedReport(changes), {...options, width: 200, replay: () => null})[0] ?? '';
		assert.match(first({shortest: false}), /^3 steps; there may be shorter ones\. /);
		const sampled = {runs: 12, seed: 7, schedule: 'random' as const, depth: 0, run: 11};
		assert.match(
			first({sampled}),
			/^3 steps, as met by 12 random schedules, seed 7, run 11; there may be shorter ones\. /,
		);
	});

	test('of a replay that ends well says so', () => {
		const report = caseReport({trace: [traceStep()]});
		assert.deepEqual(
			traceLines(report, {...options, replay: () => null}).at(-1),
			'Nothing is broken at its end.',
		);
		const parted = caseReport({trace: [traceStep()], text: 'parts at step 2: freer is blocked here'});
		assert.deepEqual(
			traceLines(parted, {...options, replay: () => null}).at(-1),
			'parts at step 2: freer is blocked here',
		);
	});
});

suite('final states', () => {
	test('tell once what they have in common, and come in the order of steps', () => {
		const {common, table} = outcomesTable(
			caseReport({
				outcomes: [
					{state: {'pte[0]': 'page 1', lock: 'free'}, token: 'AQ1', steps: 30, count: 2},
					{state: {'pte[0]': 'none', lock: 'free', extra: 'yes'}, token: 'AQ2', steps: 12, count: 1},
				],
			}),
		);
		assert.deepEqual(common, ['lock: free']);
		assert.deepEqual(
			table.columns.map(column => column.title),
			['end', 'pte[0]', 'extra', 'states', 'steps', 'token'],
		);
		assert.deepEqual(table.rows, [
			['1', 'none', 'yes', '1', '12', 'AQ2'],
			['2', 'page 1', '-', '2', '30', 'AQ1'],
		]);
	});

	test('of one there is nothing in common', () => {
		const {common, table} = outcomesTable(
			caseReport({outcomes: [{state: {lock: 'free'}, token: 'AQ1', steps: 3, count: 1}]}),
		);
		assert.deepEqual(common, []);
		assert.deepEqual(table.rows, [['1', 'free', '1', '3', 'AQ1']]);
	});
});
