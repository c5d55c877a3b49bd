/** The live view: every pane in its place. Panes are pure functions of the state; this puts their lines into Ink boxes. */
import {Box} from 'ink';
import type {ReactNode} from 'react';
import {Block} from '../components/block.tsx';
import {CounterTable} from '../components/counter-table.tsx';
import type {TuiState} from '../control/store.ts';
import type {LiveLayout, Rect} from '../layout/live-layout.ts';
import {counterPage} from '../model/counter-columns.ts';
import {selectedMachine} from '../model/session-data.ts';
import {counterTable} from '../model/table-data.ts';
import {cpusPane} from '../panes/cpus-pane.ts';
import {type Look, lookOf} from '../panes/look.ts';
import {mapTitle} from '../panes/map-pane.ts';
import {narrationPane} from '../panes/narration-pane.ts';
import {programLines, programsList, programsStrip} from '../panes/programs-pane.ts';
import {ratesPane} from '../panes/rates-pane.ts';
import {streamPane} from '../panes/stream-pane.ts';
import {paint} from '../screen/sgr.ts';
import {counterRows, layoutOf, mapGeometry} from './live-geometry.ts';

/** The live view without state line and key bar. */
export const LiveView = ({state}: {state: TuiState}): ReactNode => {
	const look = lookOf(state.ui.theme, state.ui.glyphs);
	const layout = layoutOf(state);
	const main = (
		<>
			<MapPane state={state} layout={layout} look={look} />
			{layout.narration !== null && state.narration !== null && (
				<Pane
					rect={layout.narration}
					rows={narrationPane(state.narration, layout.narration.width, layout.narration.height, look)}
				/>
			)}
			<StreamPane state={state} layout={layout} look={look} />
		</>
	);
	const side = <SidePanes state={state} layout={layout} look={look} />;
	return (
		<Box flexDirection="column">
			<LiveTable state={state} layout={layout} look={look} />
			{layout.wall === null ? (
				<NarrowPanes state={state} layout={layout} look={look} />
			) : (
				<Box>
					<Box flexDirection="column">{main}</Box>
					<Pane
						rect={layout.wall}
						rows={Array.from({length: layout.wall.height}, () => paint(look.theme.faint, look.glyphs.wall))}
					/>
					<Box flexDirection="column">{side}</Box>
				</Box>
			)}
		</Box>
	);
};

interface PartProps {
	state: TuiState;
	layout: LiveLayout;
	look: Look;
}

const NarrowPanes = ({state, layout, look}: PartProps): ReactNode => (
	<>
		<RatesPane state={state} layout={layout} look={look} />
		<MapPane state={state} layout={layout} look={look} />
		<CpusPane state={state} layout={layout} look={look} />
		<ProgramsPane state={state} layout={layout} look={look} />
		{layout.narration !== null && state.narration !== null && (
			<Pane
				rect={layout.narration}
				rows={narrationPane(state.narration, layout.narration.width, layout.narration.height, look)}
			/>
		)}
		<StreamPane state={state} layout={layout} look={look} />
	</>
);

const SidePanes = (props: PartProps): ReactNode => (
	<>
		<RatesPane {...props} />
		<CpusPane {...props} />
		<ProgramsPane {...props} />
	</>
);

const Pane = ({rect, rows}: {rect: Rect; rows: readonly string[]}): ReactNode => (
	<Block rows={rows} width={rect.width} height={rect.height} />
);

const LiveTable = ({state, layout, look}: PartProps): ReactNode => {
	const {table} = layout;
	const rows = counterRows(state);
	const {ids, page, pages} = counterPage(table.counters, state.ui.counterPage);
	const selected = rows.findIndex(row => row.name === state.ui.selected);
	const data = counterTable(rows, ids, {
		center: Math.max(0, selected),
		height: table.rows,
		nameWidth: table.nameWidth,
		firstColumn: pages > 1 ? ` n: ${page + 1}/${pages}` : '',
	});
	return (
		<CounterTable
			table={data}
			isBoxed={table.isBoxed}
			width={table.rect.width}
			height={table.rect.height}
			look={look}
		/>
	);
};

const RatesPane = ({state, layout, look}: PartProps): ReactNode => {
	const machine = selectedMachine(state.data, state.ui.selected);
	const history = state.data.rates.get(machine?.options.arch ?? '') ?? new Map();
	const {rates} = layout;
	return <Pane rect={rates} rows={ratesPane(machine, history, rates.width, rates.height, look)} />;
};

const MapPane = ({state, layout, look}: PartProps): ReactNode => {
	const {map} = layout;
	const arch = selectedMachine(state.data, state.ui.selected)?.options.arch ?? '';
	const title = map.height === 0 ? [] : [mapTitle(arch, mapGeometry(state, layout).grid, map.width, look)];
	// The rows below the title stay blank here: the map is painted over them.
	return (
		<Pane rect={map} rows={[...title, ...Array.from({length: Math.max(0, map.height - 1)}, () => '')]} />
	);
};

const CpusPane = ({state, layout, look}: PartProps): ReactNode => {
	const {cpus} = layout;
	const machine = selectedMachine(state.data, state.ui.selected);
	return <Pane rect={cpus} rows={cpusPane(machine, cpus.width, cpus.height, look)} />;
};

const ProgramsPane = ({state, layout, look}: PartProps): ReactNode => {
	const {programs, isWide} = layout;
	const lines = programLines(state.programs, selectedMachine(state.data, state.ui.selected));
	const draw = isWide ? programsList : programsStrip;
	return <Pane rect={programs} rows={draw(lines, programs.width, programs.height, look)} />;
};

const StreamPane = ({state, layout, look}: PartProps): ReactNode => {
	const {stream} = layout;
	const {ui, data} = state;
	const input = {rows: data.rows, filter: ui.filter, end: ui.streamEnd, showsArch: data.machines.length > 1};
	return <Pane rect={stream} rows={streamPane(input, stream.width, stream.height, look)} />;
};
