/**
 * Tokens of textual LLVM IR, one at a time, over the whole text.
 *
 * The lexer is a cursor: `kind` and `text` describe the current token and `next()` moves on. Sigils are not part of
 * `text`, and quoted names are unescaped.
 */

/**
 * Kind of a token: a class of words, or a punctuation mark for itself.
 * `local` %x, `global` @x, `attribute` #0, `record` #dbg_value, `comdat` $x, `metadata` !x or !0 (a lone `!` before
 * a brace or a string is punctuation), `label` is `x:`, `bytes` is c"…".
 */
export type TokenKind =
	| 'word'
	| 'local'
	| 'global'
	| 'integer'
	| 'float'
	| 'string'
	| 'bytes'
	| 'metadata'
	| 'attribute'
	| 'record'
	| 'comdat'
	| 'label'
	| 'end'
	| ','
	| '='
	| '('
	| ')'
	| '['
	| ']'
	| '{'
	| '}'
	| '<'
	| '>'
	| '*'
	| '!'
	| '|'
	| ':'
	| '...'
	| 'unknown';

const punctuation = new Map<number, TokenKind>(
	([',', '=', '(', ')', '[', ']', '{', '}', '<', '>', '*', '!', '|', ':'] as const).map(mark => [
		mark.charCodeAt(0),
		mark,
	]),
);

const newlineCode = 10;
const quoteCode = 34;
const colonCode = 58;
const backslashCode = 92;

/** 1 where a character may stand in a name: letters, digits and - $ . _ */
const isNameCode = new Uint8Array(128);
for (const character of '-$._0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') {
	isNameCode[character.charCodeAt(0)] = 1;
}

export class Lexer {
	readonly source: string;
	kind: TokenKind = 'end';
	/** Name, digits or unescaped content of the token. */
	text = '';
	/** Offset of the token's first character. */
	start = 0;
	/** Offset after the token. */
	end = 0;
	/** A line break lies between the previous token and this one. */
	onNewLine = true;

	constructor(source: string) {
		this.source = source;
		this.next();
	}

	is(kind: TokenKind): boolean {
		return this.kind === kind;
	}

	isWord(text: string): boolean {
		return this.kind === 'word' && this.text === text;
	}

	/** Move past the current token when it is of this kind; tell whether it was. */
	accept(kind: TokenKind): boolean {
		if (this.kind !== kind) return false;
		this.next();
		return true;
	}

	/** Move past the current token when it is this word; tell whether it was. */
	acceptWord(text: string): boolean {
		if (this.kind !== 'word' || this.text !== text) return false;
		this.next();
		return true;
	}

	/** Continue at `offset`: the token that starts there (after blanks) becomes the current one. */
	seek(offset: number): void {
		this.end = offset;
		this.next();
	}

	/** Go to the first token of the next line. */
	skipLine(): void {
		const lineEnd = this.source.indexOf('\n', this.start);
		this.seek(lineEnd < 0 ? this.source.length : lineEnd);
	}

	/** Move to the next token. */
	next(): void {
		const source = this.source;
		let at = this.end;
		this.onNewLine = at === 0;
		for (;;) {
			const code = source.charCodeAt(at);
			if (code === newlineCode) {
				this.onNewLine = true;
				at++;
			} else if (code === 32 || code === 9 || code === 13) {
				at++;
			} else if (code === 59 /* ; */) {
				const lineEnd = source.indexOf('\n', at);
				at = lineEnd < 0 ? source.length : lineEnd;
			} else {
				this.start = at;
				this.scan(code, at);
				return;
			}
		}
	}

	private scan(code: number, at: number): void {
		if (Number.isNaN(code)) {
			this.onNewLine = true;
			this.set('end', '', at);
		} else if (code === 37 /* % */) {
			this.scanName('local', at + 1);
		} else if (code === 64 /* @ */) {
			this.scanName('global', at + 1);
			// A leading \01 tells the assembler's name mangling to keep off; it is not part of the name.
			if (this.text.startsWith('\u0001')) this.text = this.text.slice(1);
		} else if (isNameCode[code] === 1) {
			this.scanWord(code, at);
		} else if (code === 33 /* ! */ && this.isName(at + 1)) {
			this.scanName('metadata', at + 1);
		} else if (code === 35 /* # */ && this.isName(at + 1)) {
			this.scanName('attribute', at + 1);
			if (this.text.startsWith('dbg_')) this.kind = 'record';
		} else if (code === quoteCode) {
			this.scanString('string', at);
		} else {
			const mark = punctuation.get(code);
			this.set(mark ?? 'unknown', mark ?? this.source[at] ?? '', at + 1);
		}
	}

	private scanWord(code: number, at: number): void {
		const source = this.source;
		if (code === 99 /* c */ && source.charCodeAt(at + 1) === quoteCode) {
			this.scanString('bytes', at + 1);
			return;
		}
		if (code === 36 /* $ */) {
			this.scanName('comdat', at + 1);
			return;
		}
		const end = this.nameEnd(at);
		const text = source.slice(at, end);
		if (source.charCodeAt(end) === colonCode) this.set('label', text, end + 1);
		else if (text === '...') this.set('...', text, end);
		else if ((code >= 48 && code <= 57) || code === 45) this.set(numberKind(text), text, end);
		else this.set('word', text, end);
	}

	private scanName(kind: TokenKind, at: number): void {
		if (this.source.charCodeAt(at) === quoteCode) {
			this.scanString(kind, at);
			return;
		}
		const end = this.nameEnd(at);
		this.set(end === at ? 'unknown' : kind, this.source.slice(at, end), end);
	}

	private scanString(kind: TokenKind, at: number): void {
		const close = this.source.indexOf('"', at + 1);
		if (close < 0) {
			this.set('unknown', '"', this.source.length);
			return;
		}
		const text = decodeEscapes(this.source.slice(at + 1, close));
		if (kind === 'string' && this.source.charCodeAt(close + 1) === colonCode)
			this.set('label', text, close + 2);
		else this.set(kind, text, close + 1);
	}

	private set(kind: TokenKind, text: string, end: number): void {
		this.kind = kind;
		this.text = text;
		this.end = end;
	}

	private isName(at: number): boolean {
		return isNameCode[this.source.charCodeAt(at)] === 1;
	}

	private nameEnd(at: number): number {
		let end = at;
		while (isNameCode[this.source.charCodeAt(end)] === 1) end++;
		return end;
	}
}

function numberKind(text: string): TokenKind {
	for (let index = text.charCodeAt(0) === 45 ? 1 : 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code < 48 || code > 57) return 'float';
	}
	return text === '-' ? 'unknown' : 'integer';
}

/** Undo `\xx` (two hexadecimal digits) and `\\`: each character of the result is one byte. */
function decodeEscapes(text: string): string {
	if (!text.includes('\\')) return text;
	let result = '';
	for (let at = 0; at < text.length; at++) {
		if (text.charCodeAt(at) !== backslashCode) {
			result += text[at];
		} else if (text.charCodeAt(at + 1) === backslashCode) {
			result += '\\';
			at++;
		} else {
			result += String.fromCharCode(Number.parseInt(text.slice(at + 1, at + 3), 16));
			at += 2;
		}
	}
	return result;
}
