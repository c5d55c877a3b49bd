/**
 * Attributes of parameters, results, functions and calls. Almost all are hints that the lab may ignore; the few
 * that change what is computed are returned. A word that is not in these tables ends the list, and the caller, who
 * expects something definite there, refuses it.
 */
import type {Lexer} from './lexer.ts';
import {type Fail, type NamedTypes, parsePlainType, type Type} from './types.ts';

/** What matters about a parameter or argument. */
export interface ParameterAttributes {
	/** The callee works on its own copy of this type. */
	byval: Type | null;
	/** Bytes; 0 where not given. */
	align: number;
}

const plainParameterWords = new Set([
	'allocalign',
	'allocptr',
	'dead_on_unwind',
	'dead_on_return',
	'immarg',
	'inreg',
	'nest',
	'noalias',
	'nocapture',
	'noext',
	'nofree',
	'nonnull',
	'noundef',
	'readnone',
	'readonly',
	'returned',
	'signext',
	'swiftself',
	'writable',
	'writeonly',
	'zeroext',
]);

/** Words followed by something in parentheses that does not matter here. */
const parameterWordsWithArgument = new Set([
	'alignstack',
	'captures',
	'dereferenceable',
	'dereferenceable_or_null',
	'initializes',
	'nofpclass',
	'range',
]);

const parameterWordsWithType = new Set(['byval', 'byref', 'sret', 'elementtype']);

const plainFunctionWords = new Set([
	'alwaysinline',
	'builtin',
	'cold',
	'convergent',
	'hot',
	'inlinehint',
	'minsize',
	'mustprogress',
	'noalias',
	'nobuiltin',
	'nocallback',
	'nocf_check',
	'nodivergencesource',
	'noduplicate',
	'nofree',
	'noimplicitfloat',
	'noinline',
	'nomerge',
	'noprofile',
	'norecurse',
	'noredzone',
	'noreturn',
	'nosync',
	'nounwind',
	'null_pointer_is_valid',
	'nooutline',
	'optnone',
	'optsize',
	'optdebug',
	'readnone',
	'readonly',
	'returns_twice',
	'speculatable',
	'speculative_load_hardening',
	'ssp',
	'sspreq',
	'sspstrong',
	'strictfp',
	'uwtable',
	'willreturn',
	'writeonly',
]);

const functionWordsWithArgument = new Set(['allockind', 'allocsize', 'memory', 'uwtable', 'vscale_range']);

const callingConventions = new Set([
	'ccc',
	'fastcc',
	'coldcc',
	'tailcc',
	'preserve_mostcc',
	'preserve_allcc',
	'preserve_nonecc',
]);

/** Read attributes of a parameter, an argument or a result. */
export function parseParameterAttributes(lexer: Lexer, named: NamedTypes, fail: Fail): ParameterAttributes {
	const found: ParameterAttributes = {byval: null, align: 0};
	for (;;) {
		if (lexer.is('string')) {
			skipStringAttribute(lexer);
			continue;
		}
		if (!lexer.is('word')) return found;
		const word = lexer.text;
		if (plainParameterWords.has(word)) {
			lexer.next();
			if (lexer.is('(') && word === 'dead_on_return') skipParentheses(lexer, fail);
		} else if (parameterWordsWithArgument.has(word)) {
			lexer.next();
			skipParentheses(lexer, fail);
		} else if (word === 'align') {
			lexer.next();
			found.align = parseAlign(lexer, fail);
		} else if (parameterWordsWithType.has(word)) {
			lexer.next();
			if (!lexer.is('(')) fail(`expected a type in parentheses after '${word}'`);
			lexer.next();
			const type = parsePlainType(lexer, named, fail);
			if (!lexer.is(')')) fail(`expected ')', found '${lexer.text}'`);
			lexer.next();
			if (word === 'byval') found.byval = type;
		} else {
			return found;
		}
	}
}

/** Skip attributes of a function or a call: `#3`, known words, strings. */
export function skipFunctionAttributes(lexer: Lexer, fail: Fail): void {
	for (;;) {
		if (lexer.is('attribute')) {
			lexer.next();
		} else if (lexer.is('string')) {
			skipStringAttribute(lexer);
		} else if (lexer.is('word') && functionWordsWithArgument.has(lexer.text)) {
			lexer.next();
			if (lexer.is('(')) skipParentheses(lexer, fail);
		} else if (lexer.is('word') && plainFunctionWords.has(lexer.text)) {
			lexer.next();
		} else {
			return;
		}
	}
}

/** Skip the word of a calling convention: all of them are alike here. */
export function skipCallingConvention(lexer: Lexer): void {
	if (lexer.is('word') && callingConventions.has(lexer.text)) lexer.next();
}

/** Read the number after `align`, with or without parentheses. */
export function parseAlign(lexer: Lexer, fail: Fail): number {
	const inParentheses = lexer.is('(');
	if (inParentheses) lexer.next();
	if (!lexer.is('integer')) fail(`expected an alignment, found '${lexer.text}'`);
	const align = Number(lexer.text);
	lexer.next();
	if (inParentheses) {
		if (!lexer.is(')')) fail(`expected ')' after the alignment, found '${lexer.text}'`);
		lexer.next();
	}
	return align;
}

/** Skip `( … )` with everything nested in it. */
export function skipParentheses(lexer: Lexer, fail: Fail): void {
	let depth = 0;
	do {
		if (lexer.is('(')) depth++;
		else if (lexer.is(')')) depth--;
		else if (lexer.is('end') || depth === 0) fail(`expected '(', found '${lexer.text}'`);
		lexer.next();
	} while (depth > 0);
}

function skipStringAttribute(lexer: Lexer): void {
	lexer.next();
	if (lexer.is('=')) {
		lexer.next();
		lexer.next();
	}
}
