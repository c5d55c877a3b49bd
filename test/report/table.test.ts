import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {
	csvCell,
	csvTable,
	formatTable,
	markdownTable,
	plainTable,
	splitColumns,
	type Table,
} from '../../source/report/table.ts';

const table: Table = {
	columns: [
		{title: 'counter', align: 'left'},
		{title: 'x86_64', align: 'right'},
		{title: 'arm64', align: 'right'},
	],
	rows: [
		['installs', '12', '3400'],
		['oopses', '0', ''],
	],
	emphasised: [1],
};

suite('tables', () => {
	test('plain: aligned under their titles, without blanks at line ends', () => {
		assert.equal(
			plainTable(table, line => `<${line}>`),
			[
				'counter   x86_64  arm64',
				'--------  ------  -----',
				'installs      12   3400',
				'<oopses         0>',
				'',
			].join('\n'),
		);
	});

	test('Markdown: alignment, bold, escaped bars and line breaks', () => {
		assert.equal(
			markdownTable({
				...table,
				rows: [
					['a|b', '1\n2', ''],
					['oopses', '0', ''],
				],
			}),
			[
				'| counter | x86_64 | arm64 |',
				'| :-- | --: | --: |',
				'| a\\|b | 1<br>2 |  |',
				'| **oopses** | **0** |  |',
				'',
			].join('\n'),
		);
	});

	test('CSV', () => {
		assert.equal(csvTable(table), 'counter,x86_64,arm64\ninstalls,12,3400\noopses,0,\n');
	});

	const cells: [value: string, cell: string][] = [
		['plain', 'plain'],
		['', ''],
		['a,b', '"a,b"'],
		['say "hi"', '"say ""hi"""'],
		['two\nlines', '"two\nlines"'],
		['carriage\rreturn', '"carriage\rreturn"'],
		[' blank', '" blank"'],
		['inner blank', 'inner blank'],
	];
	for (const [value, cell] of cells) {
		test(`CSV cell ${JSON.stringify(value)}`, () => assert.equal(csvCell(value), cell));
	}

	test('a table that fits is not split', () => {
		assert.deepEqual(splitColumns(table, 23), [table]);
		assert.deepEqual(splitColumns(table, Number.POSITIVE_INFINITY), [table]);
	});

	test('a wider one repeats its first column', () => {
		const parts = splitColumns(table, 22);
		assert.deepEqual(
			parts.map(part => part.columns.map(column => column.title)),
			[
				['counter', 'x86_64'],
				['counter', 'arm64'],
			],
		);
		assert.deepEqual(parts[1]?.rows, [
			['installs', '3400'],
			['oopses', ''],
		]);
		assert.deepEqual(parts[1]?.emphasised, [1]);
	});

	test('a column too wide for any table has one of its own', () => {
		assert.equal(splitColumns(table, 5).length, 2);
	});

	test('a last column that may fold does so instead', () => {
		const text = formatTable(
			{
				columns: [
					{title: 'id', align: 'left'},
					{title: 'meaning', align: 'left', fold: true},
				],
				rows: [
					['a', 'one two three four five six seven eight'],
					['b', ''],
				],
			},
			'table',
			{width: 25, emphasise: line => line},
		);
		assert.equal(
			text,
			[
				'id  meaning',
				'--  --------------------',
				'a   one two three four',
				'    five six seven eight',
				'b',
				'',
			].join('\n'),
		);
	});
});
