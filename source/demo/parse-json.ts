/**
 * JSON with places: like `JSON.parse`, but every value knows where it stands, so that a complaint about a script can
 * name line and column.
 */

export type JsonNode = {
	/** Index of its first character. */
	offset: number;
} & (
	| {type: 'object'; entries: Map<string, JsonEntry>}
	| {type: 'array'; items: JsonNode[]}
	| {type: 'string'; value: string}
	| {type: 'number'; value: number}
	| {type: 'boolean'; value: boolean}
	| {type: 'null'}
);

export interface JsonEntry {
	/** Where the key stands. */
	offset: number;
	node: JsonNode;
}

/** A mistake in a text, with the index of the character it is at. */
export class PlaceError extends Error {
	override readonly name = 'PlaceError';
	readonly offset: number;

	constructor(message: string, offset: number) {
		super(message);
		this.offset = offset;
	}
}

const maximumDepth = 100;

/** Parses a whole JSON text. Throws a `PlaceError`; a key given twice is one, too. */
export function parseJson(text: string): JsonNode {
	const reader = new Reader(text);
	const node = reader.value(0);
	reader.skipBlanks();
	if (reader.offset < text.length) {
		throw new PlaceError('unexpected text after the end of the document', reader.offset);
	}

	return node;
}

/** Line and column, both from 1, of a character. */
export function lineAndColumn(text: string, offset: number): {line: number; column: number} {
	const before = text.slice(0, offset).split('\n');
	return {line: before.length, column: (before.at(-1)?.length ?? 0) + 1};
}

/** A cursor over the text; the one thing here with state. */
class Reader {
	offset = 0;
	readonly #text: string;

	constructor(text: string) {
		this.#text = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
	}

	value(depth: number): JsonNode {
		this.skipBlanks();
		const {offset} = this;
		if (depth > maximumDepth) {
			throw new PlaceError(`nested deeper than ${maximumDepth}`, offset);
		}

		const character = this.#text[offset];
		if (character === undefined) {
			throw new PlaceError('the text ends where a value is expected', offset);
		}

		if (character === '{') {
			return this.#object(depth);
		}

		if (character === '[') {
			return this.#array(depth);
		}

		if (character === '"') {
			return {type: 'string', offset, value: this.#string()};
		}

		return this.#scalar();
	}

	skipBlanks(): void {
		while (' \t\r\n'.includes(this.#text[this.offset] ?? 'end')) {
			this.offset++;
		}
	}

	#object(depth: number): JsonNode {
		const {offset} = this;
		const entries = new Map<string, JsonEntry>();
		this.offset++;
		if (this.#take('}')) {
			return {type: 'object', offset, entries};
		}

		do {
			this.skipBlanks();
			const keyOffset = this.offset;
			if (this.#text[keyOffset] !== '"') {
				throw new PlaceError('expected a key in double quotes', keyOffset);
			}

			const key = this.#string();
			if (entries.has(key)) {
				throw new PlaceError(`'${key}' is given twice`, keyOffset);
			}

			this.#expect(':', 'a colon after the key');
			entries.set(key, {offset: keyOffset, node: this.value(depth + 1)});
		} while (this.#take(','));
		this.#expect('}', "',' or '}'");
		return {type: 'object', offset, entries};
	}

	#array(depth: number): JsonNode {
		const {offset} = this;
		const items: JsonNode[] = [];
		this.offset++;
		if (this.#take(']')) {
			return {type: 'array', offset, items};
		}

		do {
			items.push(this.value(depth + 1));
		} while (this.#take(','));
		this.#expect(']', "',' or ']'");
		return {type: 'array', offset, items};
	}

	#string(): string {
		const {offset} = this;
		const match = /^"(?:[^"\\\n]|\\.)*"/.exec(this.#text.slice(offset));
		if (match === null) {
			throw new PlaceError('this string does not end on its line', offset);
		}

		this.offset += match[0].length;
		return this.#decode(match[0], offset) as string;
	}

	#scalar(): JsonNode {
		const {offset} = this;
		const [word] = /^[^\s,\]}:[{"]*/.exec(this.#text.slice(offset)) ?? [''];
		this.offset += word.length;
		if (word === 'null') {
			return {type: 'null', offset};
		}

		const value = this.#decode(word, offset);
		if (typeof value === 'number') {
			return {type: 'number', offset, value};
		}

		return {type: 'boolean', offset, value: value === true};
	}

	/** Strings, numbers and the two truth values in JSON's own spelling. */
	#decode(word: string, offset: number): unknown {
		try {
			return JSON.parse(word);
		} catch {
			const what = word.startsWith('"') ? 'a string with a wrong escape or control character' : `'${word}'`;
			throw new PlaceError(
				`expected a value, found ${word === '' ? `'${this.#text[offset]}'` : what}`,
				offset,
			);
		}
	}

	#take(character: string): boolean {
		this.skipBlanks();
		if (this.#text[this.offset] !== character) {
			return false;
		}

		this.offset++;
		return true;
	}

	#expect(character: string, what: string): void {
		if (!this.#take(character)) {
			const found = this.#text[this.offset];
			throw new PlaceError(
				`expected ${what}, found ${found === undefined ? 'the end of the text' : `'${found}'`}`,
				this.offset,
			);
		}
	}
}
