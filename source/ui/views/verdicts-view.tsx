/** The Verdicts view: what was explored of a machine, the cases as a list and the one under the cursor in sentences. */
import {Box} from 'ink';
import type {ReactNode} from 'react';
import {Block} from '../components/block.tsx';
import type {TuiState} from '../control/store.ts';
import type {Rect} from '../layout/live-layout.ts';
import {rowAt, type Verdicts} from '../model/verdicts.ts';
import {casePane} from '../panes/case-pane.ts';
import {type Look, lookOf, titleLine} from '../panes/look.ts';
import {verdictsHeadPane} from '../panes/verdicts-head-pane.ts';
import {verdictsListPane} from '../panes/verdicts-list-pane.ts';
import {paint} from '../screen/sgr.ts';
import {fit, wrap} from '../text/visible.ts';
import {verdictsLayoutOf} from './verdicts-geometry.ts';

/** The Verdicts view without state line and key bar. */
export const VerdictsView = ({state}: {state: TuiState}): ReactNode => {
	const {ui, size, verdicts, explore} = state;
	const look = lookOf(ui.theme, ui.glyphs);
	if (verdicts === null) {
		const height = size.rows - 2;
		const hint = explore === null ? 'Exploring is not available here.' : nothingYet;
		const rows = hintRows(hint, size.columns, height, look);
		return <Block rows={rows} width={size.columns} height={height} />;
	}
	const layout = verdictsLayoutOf(state);
	const {head, list, wall, detail} = layout;
	const listPane = (
		<Pane rect={list} rows={verdictsListPane(verdicts, ui.caseCursor, list.width, list.height, look)} />
	);
	const detailPane = <Pane rect={detail} rows={detailRows(state, verdicts, detail, look)} />;
	return (
		<Box flexDirection="column">
			<Pane rect={head} rows={verdictsHeadPane(verdicts, head.width, look)} />
			{wall === null ? (
				<>
					{listPane}
					{detailPane}
				</>
			) : (
				<Box>
					{listPane}
					<Pane
						rect={wall}
						rows={Array.from({length: wall.height}, () => paint(look.theme.faint, look.glyphs.wall))}
					/>
					{detailPane}
				</Box>
			)}
		</Box>
	);
};

const Pane = ({rect, rows}: {rect: Rect; rows: readonly string[]}): ReactNode => (
	<Block rows={rows} width={rect.width} height={rect.height} />
);

const nothingYet =
	'Nothing has been explored yet. Select a machine in the Live or the Compare view and press x: every interleaving of each scenario that fits it is tried, those first that its counters and programs show. The machines go on racing meanwhile.';

const hintRows = (text: string, width: number, height: number, look: Look): string[] => {
	const lines = ['', ...wrap(text, width - 2).map(line => ` ${line}`)];
	return [
		titleLine('verdicts', '', width, look),
		...Array.from({length: height - 1}, (_, line) => fit(lines[line] ?? '', width)),
	];
};

const detailRows = (
	{ui, explore}: TuiState,
	verdicts: Verdicts,
	{width, height}: Rect,
	look: Look,
): string[] => {
	const row = rowAt(verdicts, ui.caseCursor);
	return row === undefined ? [] : casePane(row, verdicts, explore, width, height, look);
};
