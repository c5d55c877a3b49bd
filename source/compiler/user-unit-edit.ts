/** Changes to a C text that leave its lines where the user sees them. */
import {lineFinder} from './user-unit-scan.ts';
import {cString} from './user-unit-structs.ts';

/** Collects changes of one text. They must not overlap. */
export interface TextEdits {
	/** Puts `text` in the place of what stands between two offsets; what follows keeps its line and column. */
	replace(start: number, end: number, text: string): void;
	/** The same with blanks, line by line. */
	blank(start: number, end: number): void;
	/** Puts lines of their own in front of an offset. */
	insertBefore(at: number, lines: string): void;
	/** Puts a few words in front of an offset, on its line. */
	insertWords(at: number, words: string): void;
	/** The text with all changes. */
	apply(): string;
}

/** Starts to change `text`, which diagnostics call `path`. */
export function editText(text: string, path: string): TextEdits {
	const edits: {start: number; end: number; text: string}[] = [];
	const lineOf = lineFinder(text);

	/** A directive for the line of an offset, and blanks up to its column. */
	function resume(at: number): string {
		const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
		return `\n#line ${lineOf(at)} ${cString(path)}\n${before.replaceAll(/[^\t]/g, ' ')}`;
	}

	return {
		replace(start, end, replacement) {
			edits.push({start, end, text: replacement + resume(end)});
		},
		blank(start, end) {
			edits.push({start, end, text: text.slice(start, end).replaceAll(/[^\n\t]/g, ' ')});
		},
		insertBefore(at, lines) {
			edits.push({start: at, end: at, text: `\n${lines}${resume(at)}`});
		},
		insertWords(at, words) {
			edits.push({start: at, end: at, text: words});
		},
		apply() {
			const sorted = edits
				.map((edit, order) => ({...edit, order}))
				.sort((a, b) => a.start - b.start || a.order - b.order);
			let result = '';
			let done = 0;

			for (const edit of sorted) {
				result += text.slice(done, edit.start) + edit.text;
				done = Math.max(done, edit.end);
			}

			return result + text.slice(done);
		},
	};
}
