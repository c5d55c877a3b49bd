/** The whole screen: state line, the view or what is open over it, key bar. Exactly as tall as the terminal. */
import {Box} from 'ink';
import type {ReactNode} from 'react';
import {Block} from './components/block.tsx';
import type {Store, TuiState} from './control/store.ts';
import {useTuiState} from './hooks/use-tui-state.ts';
import {type CaseCover, minimumSize} from './model/ui-state.ts';
import {caseCover, caseText} from './panes/case-pane.ts';
import {helpPane, menuPane} from './panes/cover-pane.ts';
import {keyBar} from './panes/key-bar.ts';
import {lookOf} from './panes/look.ts';
import {stateLine} from './panes/state-line.ts';
import {fit} from './text/visible.ts';
import {CompareView} from './views/compare-view.tsx';
import {LiveView} from './views/live-view.tsx';
import {VerdictsView} from './views/verdicts-view.tsx';

/** The UI on a store. */
export const App = ({store}: {store: Store}): ReactNode => {
	const state = useTuiState(store);
	const {size, ui} = state;
	if (ui.isTooSmall) return <TooSmall state={state} />;
	const look = lookOf(ui.theme, ui.glyphs);
	const line = stateLine(
		{data: state.data, pending: state.pending, selected: ui.selected},
		size.columns,
		look,
	);
	return (
		<Box flexDirection="column" width={size.columns} height={size.rows}>
			<Block rows={[line]} width={size.columns} height={1} />
			<Body state={state} />
			<Block rows={[keyBar(ui, size.columns, look)]} width={size.columns} height={1} />
		</Box>
	);
};

const Body = ({state}: {state: TuiState}): ReactNode => {
	const {ui, size} = state;
	const look = lookOf(ui.theme, ui.glyphs);
	const height = size.rows - 2;
	switch (ui.cover?.kind) {
		case 'help':
			return (
				<Block
					rows={helpPane(ui.cover.top, size.columns, height, look)}
					width={size.columns}
					height={height}
				/>
			);
		case 'menu':
			return (
				<Block
					rows={menuPane(ui.cover.menu, size.columns, height, look)}
					width={size.columns}
					height={height}
				/>
			);
		case 'case':
			return <Block rows={caseRows(ui.cover, state)} width={size.columns} height={height} />;
		case undefined:
			return <View state={state} />;
	}
};

const View = ({state}: {state: TuiState}): ReactNode => {
	switch (state.ui.view) {
		case 'live':
			return <LiveView state={state} />;
		case 'compare':
			return <CompareView state={state} />;
		case 'verdicts':
			return <VerdictsView state={state} />;
	}
};

const caseRows = (cover: CaseCover, {ui, size, verdicts, explore}: TuiState): string[] => {
	const row = verdicts?.rows.find(({scenario}) => scenario.id === cover.scenario);
	if (verdicts === null || row === undefined) return [];
	const look = lookOf(ui.theme, ui.glyphs);
	const text = caseText(row, verdicts, explore, size.columns, look);
	return caseCover(text, row, cover.top, size.columns, size.rows - 2, look);
};

const TooSmall = ({state}: {state: TuiState}): ReactNode => {
	const {columns, rows} = state.size;
	const times = state.ui.glyphs === 'ascii' ? 'x' : '×';
	const need = `${minimumSize.columns}${times}${minimumSize.rows}`;
	const lines = [`ptelab needs ${need}, this terminal has ${columns}${times}${rows}`, 'q quits'];
	const height = Math.min(rows, lines.length);
	return <Block rows={lines.map(line => fit(line, columns))} width={columns} height={height} />;
};
