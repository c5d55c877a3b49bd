/** The live view's layout and map grid for a state: pure, shared by the view, the map's painter and the scroll keys. */
import type {TuiState} from '../control/store.ts';
import {belowTitle, type LiveLayout, liveLayout, type Rect, wideFrom} from '../layout/live-layout.ts';
import {type MapGrid, mapGrid} from '../model/arena-heat.ts';
import {selectedMachine} from '../model/session-data.ts';
import {archRows, type CounterRow, cpuRows, nameWidthOf} from '../model/table-data.ts';
import {lookOf} from '../panes/look.ts';
import {narrationLines} from '../panes/narration-pane.ts';
import {programLines} from '../panes/programs-pane.ts';

/** The rows of the counter table: architectures, or the CPUs of the selected one. */
export const counterRows = ({ui, data}: TuiState): CounterRow[] => {
	const {glyphs} = lookOf(ui.theme, ui.glyphs);
	const machine = selectedMachine(data, ui.selected);
	return ui.tableRows === 'cpus' ? cpuRows(machine, glyphs) : archRows(data.machines, ui.selected, glyphs);
};

const layouts = new WeakMap<TuiState, LiveLayout>();

/** Where everything is. Kept for each state: the map's painter asks many times between two looks. */
export const layoutOf = (state: TuiState): LiveLayout => {
	const known = layouts.get(state);
	if (known !== undefined) return known;
	const layout = computeLayout(state);
	layouts.set(state, layout);
	return layout;
};

const computeLayout = (state: TuiState): LiveLayout => {
	const {data, ui, size, narration, programs} = state;
	const rows = counterRows(state);
	const machine = selectedMachine(data, ui.selected);
	return liveLayout({
		...size,
		tableRows: Math.max(1, rows.length),
		cpus: data.options.cpus,
		programs: programLines(programs, machine).length,
		nameWidth: nameWidthOf(rows),
		mapPages: ui.mapPages,
		narrationLines: narrationLines(
			narration,
			size.columns >= wideFrom ? Math.floor(size.columns * 0.6) : size.columns,
		),
	});
};

/** The map's area and how its pages are laid out in it. */
export const mapGeometry = (state: TuiState, layout: LiveLayout): {rect: Rect; grid: MapGrid} => {
	const rect = belowTitle(layout.map);
	return {rect, grid: mapGrid(rect.width, rect.height, state.ui.mapPages)};
};
