/** How panes are drawn: colours and signs together, and the title line that every pane has. */
import {type Glyphs, glyphSet} from '../glyphs.ts';
import {paint} from '../screen/sgr.ts';
import {cut, visibleWidth} from '../text/visible.ts';
import {type Theme, type ThemeName, theme} from '../theme.ts';

export interface Look {
	theme: Theme;
	glyphs: Glyphs;
}

/** A rule of exactly `width` columns with a title near its start and a remark (may be styled) near its end. */
export const titleLine = (title: string, remark: string, width: number, look: Look): string => {
	const {theme, glyphs} = look;
	const shownTitle = cut(` ${title} `, width - 2, glyphs.ellipsis);
	const room = width - 2 - visibleWidth(shownTitle);
	const shownRemark = remark === '' || room < 8 ? '' : cut(` ${remark} `, room - 2, glyphs.ellipsis);
	const end = shownRemark === '' ? '' : paint(theme.faint, glyphs.rule);
	const middle = width - 1 - visibleWidth(shownTitle) - visibleWidth(shownRemark) - (end === '' ? 0 : 1);
	return (
		paint(theme.faint, glyphs.rule) +
		paint(theme.title, shownTitle) +
		paint(theme.faint, glyphs.rule.repeat(Math.max(0, middle))) +
		shownRemark +
		end
	);
};

/** Text that others have made, with the signs of the look instead of theirs, width for width. */
export const inSigns = (text: string, {glyphs}: Look): string =>
	text.replaceAll('→', glyphs.arrow).replaceAll('…', glyphs.ellipsis);

const looks = new Map<string, Look>();

/** The look for a theme and a set of signs; the same object each time, so that it can be compared. */
export const lookOf = (themeName: ThemeName, glyphs: 'ascii' | 'unicode'): Look => {
	const key = `${themeName} ${glyphs}`;
	const look = looks.get(key) ?? {theme: theme(themeName), glyphs: glyphSet(glyphs)};
	looks.set(key, look);
	return look;
};
