/** What opens over a view: the help made from the key table, and the menus. */
import {keySections} from '../keys.ts';
import type {Menu} from '../model/ui-state.ts';
import {paint} from '../screen/sgr.ts';
import {fit, printable, wrap} from '../text/visible.ts';
import {type Look, titleLine} from './look.ts';

/** All lines of the help at a width, without title. */
export const helpLines = (width: number, {theme}: Look): string[] =>
	keySections().flatMap((section, index) => [
		...(index === 0 ? [] : ['']),
		paint(theme.title, section.title),
		...section.rows.flatMap(row =>
			wrap(row.text, width - 17).map(
				(line, lineIndex) => `  ${paint(theme.key, fit(lineIndex === 0 ? row.shown : '', 13))} ${line}`,
			),
		),
	]);

/** The help pane: title, then lines from `top` on. */
export const helpPane = (top: number, width: number, height: number, look: Look): string[] => {
	const lines = helpLines(width, look);
	const room = Math.max(0, height - 1);
	const first = Math.max(0, Math.min(top, lines.length - room));
	const rest = lines.length - first - room;
	const remark = rest > 0 ? `${rest} more lines: PgDn` : first > 0 ? 'PgUp goes back' : 'Esc closes';
	const rows = Array.from({length: room}, (_, index) => fit(lines[first + index] ?? '', width));
	return [titleLine('keys', remark, width, look), ...rows];
};

/** A menu: title, then as many lines around the cursor as fit. */
export const menuPane = (menu: Menu, width: number, height: number, look: Look): string[] => {
	const {theme, glyphs} = look;
	const room = Math.max(0, height - 1);
	const first = Math.max(0, Math.min(menu.cursor - (room >> 1), menu.items.length - room));
	const idWidth = Math.min(28, Math.max(8, ...menu.items.map(item => item.id.length)));
	const rows = Array.from({length: room}, (_, index) => {
		const item = menu.items[first + index];
		if (item === undefined) return ' '.repeat(width);
		const isHere = first + index === menu.cursor;
		const mark = menu.marked.includes(item.id) ? '[x]' : '[ ]';
		const line = `${isHere ? glyphs.selected : ' '} ${mark} ${fit(printable(item.id), idWidth, glyphs.ellipsis)}  ${printable(item.text)}`;
		return paint(isHere ? theme.selected : '', fit(line, width, glyphs.ellipsis));
	});
	return [titleLine(menu.title, `${menu.cursor + 1} of ${menu.items.length}`, width, look), ...rows];
};
