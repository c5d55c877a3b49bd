/**
 * Reads C text as far as is needed to know what stands at file scope: functions, prototypes, structs, macros, and the words
 * that each of them uses. It is no compiler: where it is mistaken, Clang says so with the user's own line.
 */
import {lexC, type Token} from './user-unit-lex.ts';

export type ItemKind = 'function' | 'prototype' | 'struct' | 'macro' | 'include' | 'directive' | 'other';

/** One thing at file scope. */
export interface Item {
	kind: ItemKind;
	/** Function, struct tag, macro or path of the include; '' where there is none. */
	name: string;
	/** Offsets of its first character and of the one after its last. A comment in front is not part of it. */
	start: number;
	end: number;
	/** 1-based line of `start`. */
	line: number;
	/** In order, without those of directives in between. */
	tokens: readonly Token[];
	/** Offset of the `{` of a function or struct, else `end`. */
	body: number;
	/** Of a function or prototype: the text of each parameter, none for `(void)`. */
	parameters: readonly string[];
	/** Of a function or prototype: offsets of its name and of what follows the parameters; else `end`. */
	nameAt: number;
	declaratorEnd: number;
}

interface Condition {
	/** Depth of braces where it began: every branch begins there anew. */
	depth: number;
	/** This branch is not compiled: `#if 0`, or the `#else` of `#if 1`. */
	skips: boolean;
	/** What a following `#else` does. */
	elseSkips: boolean;
}

/** What stands at file scope of a C text, in order. */
export function scanItems(text: string): Item[] {
	const items: Item[] = [];
	const conditions: Condition[] = [];
	const lineOf = lineFinder(text);
	let pending: Token[] = [];
	let depth = 0;

	function finish(): void {
		if (pending.length > 0) {
			items.push(itemOf(text, pending, lineOf));
			pending = [];
		}
	}

	for (const token of lexC(text)) {
		if (token.kind === 'directive') {
			depth = followCondition(token.text, conditions, depth);
			if (pending.length === 0 && !conditions.some(({skips}) => skips)) {
				items.push(directiveItem(token, lineOf));
			}
			continue;
		}

		if (conditions.some(({skips}) => skips)) {
			continue;
		}

		// A macro that stands alone has no semicolon: it ends where something else begins.
		if (depth === 0 && isMacroCall(pending) && !';{=,[('.includes(token.text)) {
			finish();
		}

		pending.push(token);
		if ('{(['.includes(token.text)) {
			depth += 1;
		} else if ('})]'.includes(token.text)) {
			depth = Math.max(0, depth - 1);
		}

		if (depth === 0 && (token.text === ';' || (token.text === '}' && functionName(pending) !== null))) {
			finish();
		}
	}

	finish();

	return items;
}

/** Whether an item uses a word, comments, strings and directives aside. */
export function mentions(item: Item, word: string): boolean {
	return item.tokens.some(({text}) => text === word);
}

/** A function from offsets to 1-based lines. */
export function lineFinder(text: string): (offset: number) => number {
	const starts = [0, ...[...text.matchAll(/\n/g)].map(({index}) => index + 1)];

	return offset => {
		let low = 0;
		let high = starts.length;
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if ((starts[middle] ?? 0) <= offset) {
				low = middle;
			} else {
				high = middle;
			}
		}

		return low + 1;
	};
}

/** Takes a conditional directive into account; gives the depth of braces that goes on. */
function followCondition(directive: string, conditions: Condition[], depth: number): number {
	const [, word = '', rest = ''] = /^#\s*(\w*)\s*(.*)/.exec(directive) ?? [];
	const current = conditions.at(-1);

	if (/^(if|ifdef|ifndef)$/.test(word)) {
		const literal = word === 'if' ? /^\(?\s*([01])\s*\)?\s*(?:\/[/*].*)?$/.exec(rest)?.[1] : undefined;
		conditions.push({depth, skips: literal === '0', elseSkips: literal === '1'});
		return depth;
	}

	if (current === undefined) {
		return depth;
	}

	if (word === 'endif') {
		conditions.pop();
		return current.skips ? current.depth : depth;
	}

	if (/^(else|elif|elifdef|elifndef)$/.test(word)) {
		current.skips = current.elseSkips;
		return current.depth;
	}

	return depth;
}

function directiveItem({text, at}: Token, lineOf: (offset: number) => number): Item {
	const [, word = '', rest = ''] = /^#\s*(\w*)\s*(.*)/s.exec(text) ?? [];
	const kind = word === 'define' ? 'macro' : word === 'include' ? 'include' : 'directive';
	const name =
		kind === 'macro'
			? (/^\w+/.exec(rest)?.[0] ?? '')
			: kind === 'include'
				? (/^["<]([^">]+)/.exec(rest)?.[1] ?? '')
				: word;
	const end = at + text.length;

	return {
		kind,
		name,
		start: at,
		end,
		line: lineOf(at),
		tokens: [],
		body: end,
		parameters: [],
		nameAt: end,
		declaratorEnd: end,
	};
}

function itemOf(text: string, tokens: readonly Token[], lineOf: (offset: number) => number): Item {
	const [first] = tokens;
	const last = tokens.at(-1);
	const start = first?.at ?? 0;
	const end = last === undefined ? start : last.at + last.text.length;
	const common = {
		start,
		end,
		line: lineOf(start),
		tokens,
		body: end,
		parameters: [],
		nameAt: end,
		declaratorEnd: end,
	};
	const declared = functionName(tokens);

	if (declared !== null) {
		const {name, index} = declared;
		const parameters = parameterTexts(text, tokens, index + 1);
		const declarator = {
			nameAt: tokens[index]?.at ?? end,
			declaratorEnd: (tokens[closing(tokens, index + 1)]?.at ?? end - 1) + 1,
		};
		const brace = tokens[declared.body];
		return brace?.text === '{'
			? {...common, ...declarator, kind: 'function', name, body: brace.at, parameters}
			: {...common, ...declarator, kind: 'prototype', name, parameters};
	}

	const tag = structTag(tokens);

	return tag === null
		? {...common, kind: 'other', name: ''}
		: {...common, kind: 'struct', name: tag.name, body: tag.at};
}

/** Words that take parentheses in front of a declarator. */
const attributeWords =
	/^(__attribute__|__attribute|__aligned|__section|__printf|_Alignas|typeof|__typeof__|__cleanup|__counted_by|__acquires|__releases|__must_hold)$/;

/** The function that tokens define or declare, with the index of its name and of what follows its declarator. */
function functionName(tokens: readonly Token[]): {name: string; index: number; body: number} | null {
	let depth = 0;

	for (const [index, {text, kind}] of tokens.entries()) {
		if (depth === 0 && (text === '=' || text === '{' || text === 'typedef')) {
			return null;
		}

		const next = tokens[index + 1]?.text;
		if (depth === 0 && kind === 'word' && next === '(' && index > 0 && !attributeWords.test(text)) {
			const body = skipAttributes(tokens, closing(tokens, index + 1) + 1);
			return /^[{;]$/.test(tokens[body]?.text ?? '') ? {name: text, index, body} : null;
		}

		if ('({['.includes(text)) {
			depth += 1;
		} else if (')}]'.includes(text)) {
			depth -= 1;
		}
	}

	return null;
}

/** Index of the parenthesis that closes the one at `open`, or past the end. */
function closing(tokens: readonly Token[], open: number): number {
	let depth = 0;

	for (let index = open; index < tokens.length; index++) {
		const text = tokens[index]?.text ?? '';
		if (text === '(') {
			depth += 1;
		} else if (text === ')') {
			depth -= 1;
			if (depth === 0) {
				return index;
			}
		}
	}

	return tokens.length;
}

function skipAttributes(tokens: readonly Token[], from: number): number {
	let index = from;

	while (tokens[index]?.kind === 'word') {
		index = tokens[index + 1]?.text === '(' ? closing(tokens, index + 1) + 1 : index + 1;
	}

	return index;
}

/** The texts between the commas of a parenthesis. */
function parameterTexts(text: string, tokens: readonly Token[], open: number): string[] {
	const close = closing(tokens, open);
	const parameters: string[] = [];
	let depth = 0;
	let start = (tokens[open]?.at ?? 0) + 1;

	for (let index = open + 1; index <= close; index++) {
		const {text: mark = '', at = start} = tokens[index] ?? {};
		if (depth === 0 && (mark === ',' || index === close)) {
			parameters.push(text.slice(start, at).trim());
			start = at + 1;
		} else if ('({['.includes(mark)) {
			depth += 1;
		} else if (')}]'.includes(mark)) {
			depth -= 1;
		}
	}

	return parameters.length === 1 && /^(void)?$/.test(parameters[0] ?? '') ? [] : parameters;
}

/** `DEFINE_GUARD(...)`: nothing but a word and its parentheses so far. */
function isMacroCall(tokens: readonly Token[]): boolean {
	return tokens[0]?.kind === 'word' && tokens[1]?.text === '(' && closing(tokens, 1) === tokens.length - 1;
}

/** `struct name {`, with attributes or without. */
function structTag(tokens: readonly Token[]): {name: string; at: number} | null {
	const brace = tokens.findIndex(({text}) => text === '{');
	const before = tokens.slice(0, Math.max(0, brace));
	const name = before.at(-1);

	return name?.kind === 'word' && /^(struct|union|enum)$/.test(before.at(-2)?.text ?? '')
		? {name: name.text, at: tokens[brace]?.at ?? name.at}
		: null;
}
