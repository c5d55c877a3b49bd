/** The panel in which a demonstration speaks. */
import {type NarrationState, narrationStatusText} from '../narration.ts';
import {paint} from '../screen/sgr.ts';
import {fit, printable, wrap} from '../text/visible.ts';
import {type Look, titleLine} from './look.ts';

/** Most lines the panel asks for, title included. */
const mostLines = 9;

/** Lines the narration wants at this width, title included. */
export const narrationLines = (narration: NarrationState | null, width: number): number =>
	narration === null ? 0 : Math.min(mostLines, 1 + Math.max(2, paragraphs(narration, width).length));

/** The panel's rows, title first; when there is more than fits, the newest lines. */
export const narrationPane = (
	narration: NarrationState,
	width: number,
	height: number,
	look: Look,
): string[] => {
	const {theme, glyphs} = look;
	const title = titleLine(
		`act ${narration.act}  ${printable(narration.title)}`,
		statusText(narration, look),
		width,
		look,
	);
	const lines = Math.max(0, height - 1);
	const text = paragraphs(narration, width).slice(-lines || undefined);
	const shown = lines === 0 ? [] : text;
	return [
		title,
		...Array.from({length: lines}, (_, index) =>
			fit(` ${paint(theme.title, glyphs.wall)} ${shown[index] ?? ''}`, width, glyphs.ellipsis),
		),
	];
};

const paragraphs = (narration: NarrationState, width: number): string[] =>
	narration.text.flatMap(paragraph => wrap(printable(paragraph), width - 4));

const statusText = ({status}: NarrationState, {theme, glyphs}: Look): string => {
	const text = narrationStatusText[status];
	switch (status) {
		case 'running':
		case 'waiting':
			return text;
		case 'as-expected':
			return paint(theme.good, `${glyphs.good} ${text}`);
		case 'not-as-expected':
			return paint(theme.bad, `${glyphs.bad} ${text}`);
	}
};
