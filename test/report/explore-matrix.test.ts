import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {CaseReport} from '../../source/explore/case.ts';
import {byHistory, judgeByHistory} from '../../source/report/explore-judgement.ts';
import {flatTable, listTable, matrixCaption, matrixTable} from '../../source/report/explore-matrix.ts';
import {reportText} from '../../source/report/explore-text.ts';
import {plainTable} from '../../source/report/table.ts';
import {caseReport, violatedReport} from './case-reports.ts';

function matrix(...reports: CaseReport[]): string[] {
	return plainTable(matrixTable(reports, judgeByHistory)).trimEnd().split('\n');
}

const archs = ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'];
const variants = ['V0', 'VR', 'V1', 'Vt', 'Vd', 'V2', 'VM', 'VJ', 'VL', 'VS', 'VF34', 'VF34b'];

suite('the matrix', () => {
	test('has one row for a scenario that is the same on all architectures', () => {
		const reports = ['x86_64', 'arm64'].flatMap(arch => [
			violatedReport({arch, variant: 'VM'}),
			caseReport({arch, variant: 'VJ', expected: 'open'}),
		]);
		assert.deepEqual(matrix(...reports), [
			'scenario                         VM          VJ',
			'-------------------------------  ----------  -------',
			'C34-range-returned-before-flush  = violated  ? holds',
		]);
	});

	test('has a row for each group of architectures that agree, and for those that it is not made for none', () => {
		const reports = archs
			.slice(0, 4)
			.flatMap(arch => [
				caseReport({arch, variant: 'VM', scenario: 'C5', expected: arch === 'arm64' ? 'violated' : 'holds'}),
				...(arch === 'riscv64' ? [] : [caseReport({arch, variant: 'VJ', scenario: 'C5'})]),
			]);
		reports.push(caseReport({arch: 'x86_64', variant: 'VJ', scenario: 'C50', verdict: 'bounded'}));
		assert.deepEqual(matrix(...reports), [
			'scenario                   VM       VJ',
			'-------------------------  -------  ---------',
			'C5',
			'  x86_64, arm64-nocontpte  = holds  = holds',
			'  arm64                    ! holds  = holds',
			'  riscv64                  = holds  -',
			'C50',
			'  x86_64                   -        ~ bounded',
		]);
	});

	test('of one variant has the architectures as columns', () => {
		assert.deepEqual(matrix(caseReport(), violatedReport({arch: 'arm64'}), caseReport({scenario: 'C5'})), [
			'scenario                         x86_64   arm64',
			'-------------------------------  -------  ----------',
			'C34-range-returned-before-flush  = holds  = violated',
			'C5                               = holds  -',
		]);
		assert.equal(matrixCaption([caseReport()]), 'Variant: VJ.');
	});

	test('emphasises the rows with a case that counts', () => {
		const reports = [
			caseReport({variant: 'VM'}),
			caseReport({scenario: 'C5', expected: 'violated'}),
			caseReport({scenario: 'C7', error: 'no image'}),
		];
		assert.deepEqual(matrixTable(reports, judgeByHistory).emphasised, [1, 2]);
	});

	test('has a row for every group, however long its names: they go on in the next line', () => {
		const reports = archs.flatMap(arch =>
			['VM', 'VJ'].map(variant =>
				caseReport({arch, variant, expected: arch === 'arm64' ? 'violated' : 'holds'}),
			),
		);
		assert.deepEqual(matrix(...reports).slice(3), [
			'  x86_64, arm64-nocontpte,       = holds  = holds',
			'  riscv64, s390x, generic',
			'  arm64                          ! holds  ! holds',
		]);
	});
});

function text(reports: readonly CaseReport[], width: number, format: 'table' | 'markdown' = 'table'): string {
	return reportText(reports, {
		format,
		width,
		emphasise: line => line,
		comparison: byHistory,
		traces: reports.filter(report => report.trace.length > 0).slice(0, 1),
		outcomes: false,
		about: id => ({title: `about ${id}`, limits: id === 'C1' ? 'how often' : ''}),
		sourceText: () => (_, line) => `\tline_${line}();`,
		replay: report => `ptelab explore ${report.scenario}`,
	});
}

const whole = Array.from({length: 30}, (_, index) => index).flatMap(index =>
	archs.flatMap(arch =>
		variants.map(variant => {
			const scenario = `C${index}-something-that-has-a-long-name`;
			return variant === 'VM'
				? violatedReport({scenario, arch, variant})
				: caseReport({scenario, arch, variant});
		}),
	),
);

suite('the answer', () => {
	for (const width of [80, 100, 200]) {
		test(`for all cases fits ${width} columns, in as few blocks as it can`, () => {
			const lines = text(whole, width).split('\n');
			assert.deepEqual(
				lines.filter(line => line.length > width),
				[],
			);
			const heads = lines.filter(line => line.startsWith('scenario  '));
			assert.equal(heads.length, {80: 3, 100: 2, 200: 1}[width]);
			for (const variant of variants) {
				assert.equal(heads.filter(line => line.split(/\s+/).includes(variant)).length, 1, variant);
			}
		});
	}

	test('of few cases is a list, with what the model cannot say', () => {
		const answer = text([caseReport({scenario: 'C1'}), caseReport({scenario: 'C2', arch: 'arm64'})], 80);
		assert.match(answer, /\nC1: about C1\n=+\ncase +found +expected +property +states +time\n/);
		assert.match(answer, /\nx86_64, VJ +=\sholds +holds +- +1234 +0\.3 s\n/);
		assert.match(answer, /\nThe model cannot say: how often\n\nC2: about C2\n/);
	});

	test('begins with the memory model and ends with the count', () => {
		const answer = text(whole, 80);
		assert.deepEqual(answer.split('\n').slice(0, 4), [
			'Architectures: x86_64, arm64, arm64-nocontpte, riscv64, s390x, generic; a',
			'scenario has one row when it is the same on all of them. Memory model:',
			'sequential consistency. Environment steps: none.',
			'',
		]);
		assert.match(answer, /\n2160 cases: 2160 as expected, 0 not, 0 open, 0 bounded\. .* of\s+search\.\n$/s);
	});

	test('has the traces below the table', () => {
		const answer = text([violatedReport()], 80);
		assert.ok(answer.indexOf('= violated') < answer.indexOf('3 steps; '));
		assert.match(
			answer,
			/\n {7}1: apply_range_clear_cb {2}variants\/vj\.c:44|\n +1 +1: apply_range_clear_cb/,
		);
	});

	test('in Markdown has tables, and traces as they are', () => {
		const answer = text([violatedReport()], 80, 'markdown');
		assert.match(
			answer,
			/\n\| x86_64, VJ \| = violated \| violated \| use-after-free \| 1234 \| 0\.3 s \|\n/,
		);
		assert.match(answer, /\n## C34-range-returned-before-flush, x86_64, VJ: violated .*\n\n```\n3 steps/);
	});

	test('says so when nothing was finished', () => {
		assert.equal(text([], 80), 'No case was finished.\n');
	});
});

suite('tables of cases', () => {
	test('a list has a column for what the verdict stands beside', () => {
		const {columns, rows} = listTable([violatedReport({arch: 'arm64'})], {
			...byHistory,
			beside: {title: 'VM', text: () => 'holds'},
		});
		assert.deepEqual(
			columns.map(column => column.title),
			['case', 'found', 'VM', 'property', 'states', 'time'],
		);
		assert.deepEqual(rows[0]?.slice(0, 4), ['arm64, VJ', '= violated', 'holds', 'use-after-free']);
	});

	test('the flat table has all there is but the traces', () => {
		const {columns, rows} = flatTable(
			[violatedReport({environment: ['tlb-eviction', 'speculative-fill']}), caseReport({error: 'no image'})],
			judgeByHistory,
		);
		const row = (index: number) =>
			Object.fromEntries(columns.map(({title}, column) => [title, rows[index]?.[column]]));
		assert.deepEqual(
			[row(0).verdict, row(0).environment, row(0).token, row(0).seconds],
			['violated', 'tlb-eviction speculative-fill', 'AQabc', '0.25'],
		);
		assert.deepEqual([row(1).verdict, row(1).judgement, row(1).text], ['failed', 'failed', 'no image']);
	});
});
