/**
 * Styles as escape sequences. A style is a run of complete sequences (one attribute each, so that Ink can take them
 * apart); the empty string is no style.
 */

/** Start sequences of a style; empty for none. */
export type Style = string;

export const resetStyle = '\u001B[0m';
export const noStyle: Style = '';
export const bold: Style = '\u001B[1m';
export const dim: Style = '\u001B[2m';
export const inverse: Style = '\u001B[7m';

/** Foreground from the 256-colour palette, 0 to 255. */
export const foreground = (index: number): Style => `\u001B[38;5;${index}m`;

/** Background from the 256-colour palette, 0 to 255. */
export const background = (index: number): Style => `\u001B[48;5;${index}m`;

/** Text in a style, with a reset after it; the text alone when there is no style or no text. */
export const paint = (style: Style, text: string): string =>
	style === '' || text === '' ? text : `${style}${text}${resetStyle}`;
