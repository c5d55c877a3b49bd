/** The compare view: every architecture by every counter, with what stands out marked. */
import {Box} from 'ink';
import type {ReactNode} from 'react';
import type {CounterId} from '../../machine/vocabulary.ts';
import {counters} from '../../machine/vocabulary.ts';
import {Block} from '../components/block.tsx';
import {CounterTable} from '../components/counter-table.tsx';
import type {TuiState} from '../control/store.ts';
import {tableLayout} from '../layout/live-layout.ts';
import {counterLabel, counterPage} from '../model/counter-columns.ts';
import {archRows, compareTable, nameWidthOf} from '../model/table-data.ts';
import {type Look, lookOf, titleLine} from '../panes/look.ts';
import {paint} from '../screen/sgr.ts';
import {fit} from '../text/visible.ts';

/** The compare view without state line and key bar. */
export const CompareView = ({state}: {state: TuiState}): ReactNode => {
	const {ui, data, size} = state;
	const look = lookOf(ui.theme, ui.glyphs);
	const rows = archRows(data.machines, ui.selected, look.glyphs);
	const lines = size.rows - 3;
	const nameWidth = nameWidthOf(rows);
	const layout = tableLayout(
		{columns: size.columns, tableRows: Math.max(1, rows.length), nameWidth},
		lines,
		0,
	);
	const {ids, page, pages} = counterPage(layout.counters, ui.counterPage);
	const table = compareTable(
		rows,
		ids,
		{
			center: Math.max(
				0,
				data.machines.findIndex(machine => machine.options.arch === ui.selected),
			),
			height: layout.rows,
			nameWidth,
			firstColumn: pages > 1 ? ` n: ${page + 1}/${pages}` : '',
		},
		look.glyphs,
	);
	const hidden = table.above + table.below;
	const remark = `${legend(look)}${hidden > 0 ? `  ${hidden} more: up, down` : ''}`;
	const rest = lines - layout.rect.height;
	return (
		<Box flexDirection="column">
			<Block rows={[titleLine('compare', remark, size.columns, look)]} width={size.columns} height={1} />
			<CounterTable
				table={table}
				isBoxed={layout.isBoxed}
				width={size.columns}
				height={layout.rect.height}
				look={look}
			/>
			<Block rows={meanings(ids, size.columns, rest, look)} width={size.columns} height={rest} />
		</Box>
	);
};

const legend = ({theme, glyphs}: Look): string =>
	[
		`${paint(theme.warn, glyphs.unequal)} zero on one side`,
		`${paint(theme.warn, glyphs.more)} ${paint(theme.warn, glyphs.less)} over twice, under half the median per op`,
	].join('  ');

/** What the counters of the table mean, in the lines that are left. */
const meanings = (ids: readonly CounterId[], width: number, height: number, {theme}: Look): string[] => {
	const lines = ids.map(id => {
		const text = counters.find(counter => counter.id === id)?.text ?? '';
		return fit(
			` ${paint(theme.title, counterLabel(id).padEnd(8))} ${paint(theme.faint, `${id}: ${text}`)}`,
			width,
		);
	});
	return ['', ...lines].slice(0, Math.max(0, height));
};
