/** Cuts C text into words, numbers, strings, marks and directives; comments and blanks are left out. */

/** One piece of a C text. */
export interface Token {
	kind: 'word' | 'number' | 'string' | 'mark' | 'directive';
	text: string;
	/** Offset of its first character. */
	at: number;
}

const comment = String.raw`/\*[\s\S]*?(?:\*/|$)|//(?:\\\r?\n|[^\n])*`;
const string = String.raw`"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?`;
const number = String.raw`\.?\d(?:[eEpP][+-]|[\w.])*`;
const word = String.raw`[A-Za-z_$][\w$]*`;

/** The pieces in order. A directive is one of them, with its continued lines. */
export function* lexC(text: string): Generator<Token> {
	const piece = new RegExp(String.raw`(${comment}|\\\r?\n)|(${string})|(${number})|(${word})|\S`, 'g');

	for (let match = piece.exec(text); match !== null; match = piece.exec(text)) {
		const [whole, skipped, quoted, digits, name] = match;
		const at = match.index;

		if (skipped !== undefined) {
			continue;
		}

		if (whole === '#' && beginsLine(text, at)) {
			const directive = directiveAt(text, at);
			piece.lastIndex = at + directive.length;
			yield {kind: 'directive', text: directive, at};
			continue;
		}

		const kind =
			quoted !== undefined
				? 'string'
				: digits !== undefined
					? 'number'
					: name !== undefined
						? 'word'
						: 'mark';
		yield {kind, text: whole, at};
	}
}

/** Nothing but blanks and comments stands in front of it on its line. */
function beginsLine(text: string, at: number): boolean {
	const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);

	return before.replaceAll(/\/\*.*?\*\/|^.*?\*\//g, '').trim() === '';
}

/** Up to the end of its line, where no backslash continues it; a comment that begins on it belongs to it. */
function directiveAt(text: string, at: number): string {
	const pattern = /(?:\\\r?\n|\/\*[\s\S]*?(?:\*\/|$)|\/\/(?:\\\r?\n|[^\n])*|[^\n])*/y;
	pattern.lastIndex = at;

	return pattern.exec(text)?.[0] ?? '';
}
