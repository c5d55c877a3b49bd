/**
 * Text as a terminal shows it: how many columns it takes, cut or filled to exactly so many. Style sequences
 * (`CSI … m`) take no room; anything else that is not printable must have been removed with `printable` before.
 */
import {resetStyle} from '../screen/sgr.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: style sequences start with ESC
const stylePattern = /\u001B\[[\d;]*m/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the terminal
const unprintablePattern = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
// Latin letters, punctuation, arrows, box drawing, blocks, dingbats: one code unit, one column each. Spares the segmenter.
const narrowPattern = /^[\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u2190-\u2BFF]*$/;
const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** First and last code points that terminals draw two columns wide. */
const wideRanges: readonly (readonly [number, number])[] = [
	[0x1100, 0x115f],
	[0x2e80, 0x303e],
	[0x3041, 0xa4cf],
	[0xac00, 0xd7a3],
	[0xf900, 0xfaff],
	[0xfe30, 0xfe6f],
	[0xff00, 0xff60],
	[0xffe0, 0xffe6],
	[0x1f300, 0x1f64f],
	[0x1f680, 0x1f6ff],
	[0x1f900, 0x1faff],
	[0x20000, 0x3fffd],
];

/** Splits text into what a reader sees as single characters. */
export const graphemes = (text: string): string[] =>
	narrowPattern.test(text) ? [...text] : [...segmenter.segment(text)].map(part => part.segment);

/** Text without its style sequences. */
export const plain = (text: string): string => text.replace(stylePattern, '');

/** Text with tabs as blanks and every other control or direction character replaced, safe to show. */
export const printable = (text: string): string =>
	text.replaceAll('\t', '    ').replace(unprintablePattern, '?');

/** Columns the text takes, style sequences left out. */
export const visibleWidth = (text: string): number => {
	const shown = text.includes('\u001B') ? plain(text) : text;
	if (narrowPattern.test(shown)) return shown.length;
	return graphemes(shown).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
};

const graphemeWidth = (grapheme: string): number => {
	const point = grapheme.codePointAt(0) ?? 0;
	if (point < 0x300) return 1;
	if (/^[\p{Mark}\p{Cf}]/u.test(grapheme)) return 0;
	return wideRanges.some(([first, last]) => point >= first && point <= last) ? 2 : 1;
};

/**
 * At most `width` columns of the text; a cut is marked by `mark` in its last column. Styles stay as they are and
 * are ended at a cut.
 */
export const cut = (text: string, width: number, mark = '…'): string => {
	if (width <= 0) return '';
	if (visibleWidth(text) <= width) return text;
	return takeColumns(text, width - visibleWidth(mark)) + mark;
};

const takeColumns = (text: string, width: number): string => {
	let taken = '';
	let used = 0;
	let styled = false;
	let position = 0;
	const end = () => (styled ? taken + resetStyle : taken);
	for (const match of [...text.matchAll(stylePattern), null]) {
		for (const grapheme of graphemes(text.slice(position, match?.index))) {
			const columns = graphemeWidth(grapheme);
			if (used + columns > width) return end();
			taken += grapheme;
			used += columns;
		}
		if (match === null) break;
		taken += match[0];
		styled = true;
		position = match.index + match[0].length;
	}
	return end();
};

/** What is behind the first `width` columns, in the style that is in effect there; a character cut in half is left out. */
export const dropColumns = (text: string, width: number): string => {
	let style = '';
	let used = 0;
	let position = 0;
	for (const match of [...text.matchAll(stylePattern), null]) {
		let kept = '';
		for (const grapheme of graphemes(text.slice(position, match?.index))) {
			if (used >= width) kept += grapheme;
			used += graphemeWidth(grapheme);
		}
		if (kept !== '') return style + kept + text.slice(match?.index ?? text.length);
		if (match === null) break;
		style = match[0] === resetStyle ? '' : style + match[0];
		position = match.index + match[0].length;
	}
	return '';
};

/** Exactly `width` columns: cut, or filled with blanks on the right. */
export const fit = (text: string, width: number, mark = '…'): string => {
	const shown = cut(text, width, mark);
	return shown + ' '.repeat(Math.max(0, width - visibleWidth(shown)));
};

/** Exactly `width` columns with the text at the right. */
export const fitRight = (text: string, width: number): string => {
	const shown = cut(text, width);
	return ' '.repeat(Math.max(0, width - visibleWidth(shown))) + shown;
};

/** `left` and `right` at the two ends of exactly `width` columns; `left` gives way. */
export const ends = (left: string, right: string, width: number, mark = '…'): string => {
	const rightWidth = visibleWidth(right);
	if (rightWidth === 0 || rightWidth + 4 > width) return fit(left, width, mark);
	return `${fit(left, width - rightWidth - 1, mark)} ${right}`;
};

/** Breaks a paragraph at blanks into lines of at most `width` columns; a longer word is cut. */
export const wrap = (text: string, width: number): string[] => {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ').filter(part => part !== '')) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (visibleWidth(longer) <= width) {
			line = longer;
			continue;
		}
		if (line !== '') lines.push(line);
		line = cut(word, width);
	}
	if (line !== '') lines.push(line);
	return lines;
};
