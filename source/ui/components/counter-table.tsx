/**
 * A counter table drawn by ink-table: boxed, or without rules where lines are dear. It is drawn again only when a text
 * in it differs, which the 4 looks a second at the session bound.
 */
import {Box, Text, Transform} from 'ink';
import {memo, type PropsWithChildren, type ReactNode, useMemo} from 'react';
import {badMark, type TableData} from '../model/table-data.ts';
import type {Look} from '../panes/look.ts';
import {paint, type Style} from '../screen/sgr.ts';
import {InkTable, type InkTableProps} from './ink-table.ts';

export interface CounterTableProps {
	table: TableData;
	isBoxed: boolean;
	width: number;
	height: number;
	look: Look;
}

const DrawCounterTable = ({table, isBoxed, width, height, look}: CounterTableProps): ReactNode => {
	const parts = useMemo(() => tableParts(isBoxed, look), [isBoxed, look]);
	return (
		<Box width={width} height={height} flexShrink={0} flexDirection="column">
			<InkTable
				key={`${look.theme.name} ${look.glyphs.rule} ${isBoxed}`}
				data={table.rows}
				columns={table.columns}
				{...parts}
			/>
		</Box>
	);
};

/** How ink-table is told to draw each part of the table. */
const tableParts = (isBoxed: boolean, look: Look): Pick<InkTableProps, 'header' | 'cell' | 'skeleton'> => ({
	header: ({children}) => <Styled style={look.theme.title}>{trimPadding(children, isBoxed)}</Styled>,
	cell: ({children, column}) => (
		<Styled style={cellStyle(String(children), column, look)}>{trimPadding(children, isBoxed)}</Styled>
	),
	skeleton: ({children}) =>
		isBoxed ? <Styled style={look.theme.faint}>{boxText(String(children), look)}</Styled> : null,
});

// Without a box the blank before a cell is wasted; the one after it parts the columns.
const trimPadding = (children: ReactNode, isBoxed: boolean): ReactNode =>
	isBoxed ? children : String(children).slice(1);

const boxText = (text: string, {glyphs}: Look): string =>
	[...text].map(character => glyphs.box[character] ?? character).join('');

const cellStyle = (text: string, column: number, {theme, glyphs}: Look): Style => {
	if (column === 0) {
		if (text.startsWith(` ${glyphs.selected}`)) return theme.selected;
		return text.startsWith(` ${glyphs.bad.slice(0, 1)}`) ? theme.bad : '';
	}
	const shown = text.trimEnd();
	if (shown.endsWith(badMark)) return theme.bad;
	if ([glyphs.unequal, glyphs.more, glyphs.less].some(sign => shown.endsWith(sign))) return theme.warn;
	return shown.trim() === '0' ? theme.faint : '';
};

const Styled = ({style, children}: PropsWithChildren<{style: Style}>): ReactNode => (
	<Transform transform={text => paint(style, text)}>
		<Text wrap="truncate">{children}</Text>
	</Transform>
);

const isSame = (before: CounterTableProps, after: CounterTableProps): boolean =>
	before.isBoxed === after.isBoxed &&
	before.width === after.width &&
	before.height === after.height &&
	before.look === after.look &&
	JSON.stringify([before.table.columns, before.table.rows]) ===
		JSON.stringify([after.table.columns, after.table.rows]);

/** The counter table. */
export const CounterTable = memo(DrawCounterTable, isSame);
