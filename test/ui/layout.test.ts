import assert from 'node:assert/strict';
import test from 'node:test';
import {allocate} from '../../source/ui/layout/allocate.ts';
import {
	type LayoutNeeds,
	type LiveLayout,
	liveLayout,
	type Rect,
} from '../../source/ui/layout/live-layout.ts';
import {mostListWidth, verdictsLayout} from '../../source/ui/layout/verdicts-layout.ts';
import {gridRows, mapGrid} from '../../source/ui/model/arena-heat.ts';

const sizes: [number, number][] = [
	[80, 24],
	[81, 25],
	[100, 30],
	[111, 50],
	[112, 24],
	[120, 40],
	[160, 50],
	[200, 60],
	[80, 100],
	[300, 24],
];

/** Every combination of the counts a layout depends on, at one size. */
const needsAt = (columns: number, rows: number): LayoutNeeds[] =>
	[1, 3, 9, 25].flatMap(tableRows =>
		[1, 2, 8].flatMap(cpus =>
			[0, 11, 20].flatMap(programs =>
				[0, 3, 9].flatMap(narrationLines =>
					[16, 256, 65_536].map(mapPages => ({
						columns,
						rows,
						tableRows,
						cpus,
						programs,
						nameWidth: 16,
						narrationLines,
						mapPages,
					})),
				),
			),
		),
	);

const rects = (layout: LiveLayout): Rect[] =>
	[
		layout.state,
		layout.table.rect,
		layout.rates,
		layout.map,
		layout.cpus,
		layout.programs,
		layout.narration,
		layout.stream,
		layout.keys,
		layout.wall,
	].filter(rect => rect !== null);

for (const [columns, rows] of sizes) {
	test(`the panes fill ${columns}×${rows} exactly, without overlap`, () => {
		for (const needs of needsAt(columns, rows)) {
			const taken = Array.from({length: rows}, () => new Uint8Array(columns));
			const wrong: string[] = [];
			for (const rect of rects(liveLayout(needs))) {
				for (let y = rect.y; y < rect.y + rect.height; y++) {
					for (let x = rect.x; x < rect.x + rect.width; x++) {
						const row = taken[y];
						if (row === undefined || row[x] !== 0) wrong.push(`${x},${y} is outside or taken twice`);
						else row[x] = 1;
					}
				}
			}
			assert.deepEqual(wrong, [], JSON.stringify(needs));
			assert.ok(
				taken.every(row => row.every(cell => cell === 1)),
				`${JSON.stringify(needs)} leaves a hole`,
			);
		}
	});

	test(`nothing that matters vanishes at ${columns}×${rows}`, () => {
		for (const needs of needsAt(columns, rows)) {
			const layout = liveLayout(needs);
			const context = JSON.stringify(needs);
			assert.ok(layout.stream.height >= 4, context);
			assert.ok(layout.rates.height >= 1, context);
			assert.ok(layout.map.height >= 2, context);
			assert.ok(layout.cpus.height >= 2, context);
			assert.ok(layout.table.rows >= 1 && layout.table.counters >= 6, context);
			if (needs.narrationLines > 0)
				assert.ok((layout.narration?.height ?? 0) >= Math.min(4, needs.narrationLines), context);
		}
	});
}

test('the verdicts fill every size exactly, and both the list and the case have room', () => {
	for (const [columns, rows] of [...sizes, [149, 24], [150, 24]] as const) {
		for (const listed of [0, 1, 7, 60]) {
			for (const listWidth of [0, 70, 98, 500]) {
				const {head, list, wall, detail, cases} = verdictsLayout({columns, rows, listed, listWidth});
				const context = `${columns}×${rows}, ${listed} of ${listWidth} columns`;
				const isWide = wall !== null;
				assert.deepEqual([head.y, list.y], [1, head.y + head.height], context);
				assert.equal(head.width, columns, context);
				assert.equal(list.height, isWide ? rows - 4 : cases + 1, context);
				assert.ok(cases >= 1 && (isWide || cases <= Math.max(1, listed)), context);
				assert.ok(detail.height >= 10, context);
				if (isWide) {
					assert.equal(list.width + wall.width + detail.width, columns, context);
					assert.deepEqual([detail.height, detail.y], [list.height, list.y], context);
					assert.ok(list.width <= mostListWidth(columns) && detail.width >= 54, context);
				} else {
					assert.equal(list.height + detail.height, rows - 4, context);
					assert.deepEqual([list.width, detail.width], [columns, columns], context);
				}
			}
		}
	}
});

test('lines are shared out completely, least first, then in the order of the wishes', () => {
	const parts = [
		{name: 'a', least: 2},
		{name: 'b', least: 3},
	] as const;
	assert.deepEqual(allocate(4, parts, [], 'a'), {a: 2, b: 2});
	assert.deepEqual(allocate(9, parts, [{name: 'b', upTo: 5}], 'a'), {a: 4, b: 5});
	assert.deepEqual(allocate(0, parts, [{name: 'b', upTo: 5}], 'a'), {a: 0, b: 0});
});

test('the map covers the pages that were asked for, in the area it has', () => {
	for (const width of [30, 73, 80, 101, 140, 199]) {
		for (const height of [1, 2, 3, 8, 20]) {
			for (const pages of [16, 100, 256, 4096, 65_536]) {
				const grid = mapGrid(width, height, pages);
				const context = `${width}×${height}, ${pages} pages: ${JSON.stringify(grid)}`;
				assert.ok(grid.cells * grid.pagesPerCell >= pages, context);
				assert.ok((grid.cells - 1) * grid.pagesPerCell < pages, context);
				assert.ok(gridRows(grid) <= height, context);
				assert.ok(grid.labelWidth + grid.cellsPerRow * grid.cellWidth <= Math.max(width, 15), context);
			}
		}
	}
	assert.equal(mapGrid(80, 0, 256).cells, 0);
});
