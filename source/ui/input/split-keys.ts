/**
 * Turns what one read of the terminal gave into single keys. A read may hold several keys, half an escape sequence, or a
 * paste; nothing here has a clock, so a lone Esc is decided by the reader.
 */
import {graphemes} from '../text/visible.ts';

/** One key by name (`a`, `space`, `page-up`, `ctrl-l`, `alt-1`), or text that was pasted. */
export type KeyEvent = {kind: 'key'; name: string} | {kind: 'paste'; text: string};

export interface SplitResult {
	events: KeyEvent[];
	/** The start of an escape sequence or of a paste that is not complete yet. */
	rest: string;
}

const escapeByte = '\u001B';
const pasteStart = '\u001B[200~';
const pasteEnd = '\u001B[201~';

/** Last part of `CSI …` and `SS3 …` sequences, modifiers taken out, to key names. */
const sequenceNames: Record<string, string> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	F: 'end',
	H: 'home',
	Z: 'shift-tab',
	P: 'f1',
	'1~': 'home',
	'4~': 'end',
	'5~': 'page-up',
	'6~': 'page-down',
	'7~': 'home',
	'8~': 'end',
	'3~': 'delete',
	'11~': 'f1',
};

const controlNames: Record<string, string> = {
	'\r': 'enter',
	'\n': 'enter',
	'\t': 'tab',
	'\u007F': 'backspace',
	'\u0008': 'backspace',
	'\u0000': 'ctrl-space',
	' ': 'space',
};

/** Splits `input` into keys. An unknown sequence gives the key `unknown`, which no table holds. */
export const splitKeys = (input: string): SplitResult => {
	const events: KeyEvent[] = [];
	let text = input;
	while (text !== '') {
		if (text.startsWith(pasteStart)) {
			const end = text.indexOf(pasteEnd);
			if (end < 0) return {events, rest: text};
			events.push({kind: 'paste', text: text.slice(pasteStart.length, end)});
			text = text.slice(end + pasteEnd.length);
			continue;
		}
		if (text.startsWith(escapeByte)) {
			const sequence = takeSequence(text);
			if (sequence === null) return {events, rest: text};
			if (sequence.name !== null) events.push({kind: 'key', name: sequence.name});
			text = text.slice(sequence.length);
			continue;
		}
		const next = text.indexOf(escapeByte);
		const run = next < 0 ? text : text.slice(0, next);
		for (const grapheme of splitRun(run)) events.push({kind: 'key', name: keyName(grapheme)});
		text = text.slice(run.length);
	}
	return {events, rest: ''};
};

/** The event for a rest that nothing followed: a lone Esc, or nothing worth a key. */
export const finishKeys = (rest: string): KeyEvent[] => {
	if (rest === '') return [];
	if (rest.startsWith(pasteStart)) return [{kind: 'paste', text: rest.slice(pasteStart.length)}];
	return [...rest].filter(character => character === escapeByte).map(() => ({kind: 'key', name: 'escape'}));
};

// CR LF is one grapheme, but two keys.
const splitRun = (run: string): string[] =>
	graphemes(run).flatMap(grapheme => (grapheme === '\r\n' ? ['\r', '\n'] : [grapheme]));

const keyName = (grapheme: string): string => {
	const known = controlNames[grapheme];
	if (known !== undefined) return known;
	const code = grapheme.codePointAt(0) ?? 0;
	if (code >= 1 && code <= 26) return `ctrl-${String.fromCharCode(code + 96)}`;
	return code < 32 ? 'unknown' : grapheme;
};

/** The sequence at the start of the text; null when it is not complete. A name of null is swallowed. */
const takeSequence = (text: string): {name: string | null; length: number} | null => {
	if (text.length === 1) return null;
	const second = text[1] ?? '';
	if (second === '[' || second === 'O') return takeControlSequence(text);
	if (second === escapeByte) {
		const inner = takeSequence(text.slice(1));
		// Two lone Esc presses, or alt with a sequence.
		if (inner === null) return null;
		return inner.name?.startsWith('alt-')
			? {name: 'escape', length: 1}
			: {name: inner.name, length: inner.length + 1};
	}
	const first = graphemes(text.slice(1, 9))[0] ?? second;
	return {name: `alt-${keyName(first)}`, length: 1 + first.length};
};

const takeControlSequence = (text: string): {name: string | null; length: number} | null => {
	if (text.startsWith(pasteEnd)) return {name: null, length: pasteEnd.length};
	// biome-ignore lint/suspicious/noControlCharactersInRegex: a sequence starts with ESC
	const match = /^\u001B(?:O([\d;]*)([A-Za-z~])|\[([\d;<>?=]*)([ -/]*)([@-~]))/.exec(text);
	if (match === null) {
		// biome-ignore lint/suspicious/noControlCharactersInRegex: a sequence starts with ESC
		return /^\u001B(?:O[\d;]*|\[[\d;<>?=]*[ -/]*)$/.test(text) ? null : {name: 'unknown', length: 2};
	}
	const parameters = match[1] ?? match[3] ?? '';
	const final = match[2] ?? match[5] ?? '';
	const number = parameters.split(';')[0] ?? '';
	const name = final === '~' ? sequenceNames[`${number}~`] : sequenceNames[final];
	return {name: name ?? 'unknown', length: match[0].length};
};
