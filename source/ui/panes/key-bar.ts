/** The bottom line: the keys that count now, or a message, or the filter that is being typed. */
import {keysOfMode} from '../keys.ts';
import {modeOf, type UiState} from '../model/ui-state.ts';
import {paint} from '../screen/sgr.ts';
import {fit, printable, visibleWidth} from '../text/visible.ts';
import type {Look} from './look.ts';

/** The line, exactly `width` columns. Keys that do not fit are left out whole; `?` and `q` come first of all. */
export const keyBar = (state: UiState, width: number, look: Look): string => {
	const {theme, glyphs} = look;
	if (state.message !== null) {
		const style = state.message.level === 'error' ? theme.bad : theme.good;
		const sign = state.message.level === 'error' ? glyphs.bad : glyphs.good;
		return fit(paint(style, `${sign} ${printable(state.message.text)}`), width, glyphs.ellipsis);
	}
	const mode = modeOf(state);
	const start =
		mode === 'filter' ? `${paint(theme.key, 'filter:')} ${printable(state.filter)}${glyphs.cursor}  ` : '';
	const rows = keysOfMode(mode).filter(row => row.short !== null);
	const words = rows.map(row => ({row, text: `${paint(theme.key, row.shown)} ${row.short}`}));
	const must = words.filter(({row}) => row.action === 'help' || row.action === 'quit');
	const others = words.filter(word => !must.includes(word));
	let left = width - visibleWidth(start) - must.reduce((sum, {text}) => sum + visibleWidth(text) + 2, 0);
	const shown = others.filter(({text}) => {
		const isFitting = visibleWidth(text) + 2 <= left;
		if (isFitting) left -= visibleWidth(text) + 2;
		return isFitting;
	});
	return fit(start + [...shown, ...must].map(({text}) => text).join('  '), width, glyphs.ellipsis);
};
