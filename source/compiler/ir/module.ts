/**
 * What the parts of the reader share while one module is read.
 */
import type {LocationIndex} from './ir.ts';
import {IrError} from './ir.ts';
import type {Layout} from './layout.ts';
import type {Lexer, TokenKind} from './lexer.ts';
import type {Metadata, Place} from './metadata.ts';
import {type Fail, type NamedTypes, parsePlainType, type Type} from './types.ts';

export interface Module {
	lexer: Lexer;
	metadata: Metadata;
	layout: Layout;
	/** Target triple as the module states it. */
	triple: string;
	named: NamedTypes;
	/** Alias → symbol it stands for. */
	aliases: Map<string, string>;
	/** Functions declared without a prototype, `int f()`: their calls pass all arguments as ordinary ones. */
	unprototyped: Set<string>;
	/** Numbers that stand for the addresses of blocks (`&&label`): function → label → number, from 1 up. */
	blockNumbers: Map<string, Map<string, number>>;
	/** Functions outside the module that lowering needs, such as memcpy. */
	runtime: Set<string>;
	/** Where errors are when the text at hand names no line itself. */
	fallbackPlace: Place;
	fail: Fail;
}

/** Throw the error for the construct at the lexer, with the C file and line that its `!dbg` names. */
export function failAt(module: Pick<Module, 'lexer' | 'metadata' | 'fallbackPlace'>, message: string): never {
	const {source, start} = module.lexer;
	const lineStart = source.lastIndexOf('\n', start - 1) + 1;
	const lineEnd = source.indexOf('\n', start);
	const line = source.slice(lineStart, lineEnd < 0 ? source.length : lineEnd);
	const debug = /!dbg !(\d+)/.exec(line)?.[1] ?? firstUseOf(source, lineEnd, line);
	const index = debug === undefined ? -1 : module.metadata.locationOf(debug);
	const location = index < 0 ? undefined : module.metadata.locations[index];
	const place = location !== undefined && location.line > 0 ? location : module.fallbackPlace;
	const construct = line.replace(/, !\w+ !.*$/, '').trim();
	const shown = construct.length > 200 ? `${construct.slice(0, 200)}…` : construct;
	throw new IrError(shown === '' ? message : `${message}: ${shown}`, place.file, place.line);
}

/** Place of the first use of a variable, given the line that reserves its memory: that line itself has none. */
function firstUseOf(source: string, from: number, line: string): string | undefined {
	const name = /^\s*(%\S+) = alloca /.exec(line)?.[1];
	const end = source.indexOf('\n}', from);
	const rest = source.slice(from, end < 0 ? source.length : end).split('\n');
	const use = rest.find(
		each => name !== undefined && /[ (]!dbg !\d/.test(each) && each.includes(` ${name},`),
	);
	return use === undefined ? undefined : /!dbg !(\d+)/.exec(use)?.[1];
}

/** File and line of a location; the module's fallback where it has none. */
export function placeOf(module: Module, at: LocationIndex): Place {
	return module.metadata.locations[at] ?? module.fallbackPlace;
}

/** Move past a token that must be there. */
export function expect(module: Module, kind: TokenKind): void {
	const {lexer} = module;
	if (lexer.kind !== kind) module.fail(`expected '${kind}', found '${lexer.text}'`);
	lexer.next();
}

/** Move past a word that must be there. */
export function expectWord(module: Module, word: string): void {
	if (!module.lexer.acceptWord(word)) module.fail(`expected '${word}', found '${module.lexer.text}'`);
}

/** Read a token of the kind and give its text. */
export function expectText(module: Module, kind: TokenKind): string {
	const {text} = module.lexer;
	expect(module, kind);
	return text;
}

/** Read a type that is not a function type. */
export function readType(module: Module): Type {
	return parsePlainType(module.lexer, module.named, module.fail);
}

/** The symbol a name stands for, aliases resolved. */
export function resolveSymbol(module: Module, name: string): string {
	let resolved = name;
	for (let next = module.aliases.get(resolved); next !== undefined; next = module.aliases.get(resolved)) {
		resolved = next;
	}
	return resolved;
}

/** The number that stands for the address of a block. */
export function blockNumber(module: Module, functionName: string, label: string): number {
	let numbers = module.blockNumbers.get(functionName);
	if (numbers === undefined) {
		numbers = new Map();
		module.blockNumbers.set(functionName, numbers);
	}
	let number = numbers.get(label);
	if (number === undefined) {
		number = numbers.size + 1;
		numbers.set(label, number);
	}
	return number;
}

/** Skip `, !dbg !5, !tbaa !7` and give the number after `!dbg`, or '' without one. The comma must be current. */
export function readAttachments(module: Module): string {
	const {lexer} = module;
	let debug = '';
	while (lexer.accept(',')) debug = readAttachment(module) || debug;
	return debug;
}

/** Read `!name !number` or `!name !{…}`; the number when the name is dbg, else ''. */
export function readAttachment(module: Module): string {
	const {lexer} = module;
	const name = expectText(module, 'metadata');
	if (lexer.is('metadata')) {
		const value = lexer.text;
		lexer.next();
		if (lexer.is('(')) module.fail(`inline metadata !${value}(…) is not supported`);
		return name === 'dbg' ? value : '';
	}
	expect(module, '!');
	if (lexer.accept('string')) return '';
	expect(module, '{');
	for (let depth = 1; depth > 0; lexer.next()) {
		if (lexer.is('{')) depth++;
		else if (lexer.is('}')) depth--;
		else if (lexer.is('end')) module.fail('metadata without an end');
	}
	return '';
}
