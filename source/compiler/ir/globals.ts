/**
 * Global variables and aliases: their grammar, and their initialisers as bytes and relocations.
 */
import {parseAlign} from './attributes.ts';
import {readConstant} from './constants.ts';
import type {IrGlobal, Operand, Relocation} from './ir.ts';
import {expect, expectText, type Module, readAttachment, readType} from './module.ts';
import {type Type, typeText} from './types.ts';

/** How a definition or declaration binds. */
export interface Linkage {
	linkage: 'internal' | 'external' | 'weak';
	/** Not defined here. */
	declared: boolean;
	/** The word of the text; '' for a plain definition. */
	word: string;
}

const linkages: Record<string, 'internal' | 'external' | 'weak'> = {
	private: 'internal',
	internal: 'internal',
	available_externally: 'weak',
	linkonce: 'weak',
	linkonce_odr: 'weak',
	weak: 'weak',
	weak_odr: 'weak',
	common: 'weak',
	extern_weak: 'external',
	external: 'external',
	appending: 'external',
};

const bindingWords = new Set([
	'dso_local',
	'dso_preemptable',
	'default',
	'hidden',
	'protected',
	'unnamed_addr',
	'local_unnamed_addr',
	'externally_initialized',
]);

/** Lists for the native linker, which say nothing that matters here. */
const ignoredGlobals = new Set(['llvm.used', 'llvm.compiler.used']);

/** Read the linkage word, if any. */
export function readLinkage(module: Module): Linkage {
	const {lexer} = module;
	const word = lexer.is('word') ? lexer.text : '';
	const linkage = Object.hasOwn(linkages, word) ? linkages[word] : undefined;
	if (linkage === undefined) return {linkage: 'external', declared: false, word: ''};
	lexer.next();
	return {linkage, declared: word === 'external' || word === 'extern_weak', word};
}

/** Skip words about visibility and the like. */
export function skipBindingWords(module: Module): void {
	while (module.lexer.is('word') && bindingWords.has(module.lexer.text)) module.lexer.next();
}

/** A global that was read: a definition, or (null) one that needs nothing here. */
export interface GlobalResult {
	name: string;
	/** Null for a declaration and for lists meant for the native linker. */
	global: IrGlobal | null;
	/** It is declared here and defined elsewhere. */
	declared: boolean;
}

/** Read `@name = … global …` from the name on; null for an alias, which was noted beforehand. */
export function readGlobal(module: Module): GlobalResult | null {
	const {lexer} = module;
	const name = expectText(module, 'global');
	const lineEnd = lexer.source.indexOf('\n', lexer.start);
	const debug = /!dbg !(\d+)/.exec(lexer.source.slice(lexer.start, lineEnd))?.[1];
	module.fallbackPlace = debug === undefined ? {file: '', line: 0} : module.metadata.placeOfGlobal(debug);
	expect(module, '=');
	const {linkage, declared, word} = readLinkage(module);
	skipBindingWords(module);
	if (lexer.isWord('thread_local')) module.fail(`thread-local variable '${name}' is not supported`);
	skipBindingWords(module);
	if (lexer.isWord('alias')) {
		lexer.skipLine();
		return null;
	}
	if (lexer.isWord('ifunc')) module.fail(`ifunc '${name}' is not supported`);
	if (ignoredGlobals.has(name)) {
		lexer.skipLine();
		return {name, global: null, declared: false};
	}
	if (word === 'appending') module.fail(`the list '${name}' (constructors or the like) is not supported`);
	if (lexer.isWord('addrspace')) module.fail(`variable '${name}' in another address space is not supported`);
	skipBindingWords(module);
	const constant = lexer.acceptWord('constant');
	if (!constant && !lexer.acceptWord('global'))
		module.fail(`expected 'global' or 'constant', found '${lexer.text}'`);
	const type = readType(module);
	if (declared) {
		lexer.skipLine();
		return {name, global: null, declared: true};
	}
	const size = module.layout.sizeOf(type);
	const {initial, relocations} = readInitialiser(module, type, size);
	const {section, align} = readTrailer(module);
	const global: IrGlobal = {
		name,
		linkage,
		size,
		align: align || module.layout.alignOf(type),
		initial,
		relocations,
		constant,
		section,
	};
	return {name, global, declared: false};
}

/** Find every alias of the module before anything refers to one: alias → symbol. */
export function findAliases(source: string): Map<string, string> {
	const aliases = new Map<string, string>();
	const line = /^@("[^"\n]*"|[-\w$.]+) = (?:[a-z_]+ )*alias [^@\n]*, ptr @("[^"\n]*"|[-\w$.]+)(?=$|,)/gm;
	for (const match of source.matchAll(line)) aliases.set(plainName(match[1]!), plainName(match[2]!));
	return aliases;
}

function plainName(name: string): string {
	return name.startsWith('"') ? name.slice(1, -1) : name;
}

function readTrailer(module: Module): {section: string; align: number} {
	const {lexer} = module;
	let section = '';
	let align = 0;
	while (lexer.accept(',')) {
		if (lexer.is('metadata')) {
			readAttachment(module);
		} else if (lexer.acceptWord('section')) {
			section = expectText(module, 'string');
		} else if (lexer.acceptWord('align')) {
			align = parseAlign(lexer, module.fail);
		} else if (lexer.acceptWord('comdat')) {
			if (lexer.accept('(')) {
				expect(module, 'comdat');
				expect(module, ')');
			}
		} else if (lexer.acceptWord('partition') || lexer.acceptWord('code_model')) {
			expect(module, 'string');
		} else if (!lexer.acceptWord('no_sanitize_address') && !lexer.acceptWord('no_sanitize_hwaddress')) {
			module.fail(`'${lexer.text}' after a variable is not supported`);
		}
	}
	while (lexer.is('attribute')) lexer.next();
	if (!lexer.onNewLine) module.fail(`unexpected '${lexer.text}' after a variable`);
	return {section, align};
}

/** The bytes an initialiser is being written to. */
interface Target {
	bytes: Uint8Array;
	/** Something other than zero was written. */
	written: boolean;
	relocations: Relocation[];
}

function readInitialiser(
	module: Module,
	type: Type,
	size: number,
): {initial: Uint8Array | null; relocations: Relocation[]} {
	if (module.lexer.acceptWord('zeroinitializer')) return {initial: null, relocations: []};
	const target: Target = {bytes: new Uint8Array(size), written: false, relocations: []};
	writeConstant(module, type, target, 0);
	const empty = !target.written && target.relocations.length === 0;
	return {initial: empty ? null : target.bytes, relocations: target.relocations};
}

/** Read one constant and put it at `offset`. */
function writeConstant(module: Module, type: Type, target: Target, offset: number): void {
	const {lexer} = module;
	const whole = type.kind === 'named' && type.body !== null ? type.body : type;
	if (lexer.is('bytes')) {
		const {text} = lexer;
		for (let index = 0; index < text.length; index++) target.bytes[offset + index] = text.charCodeAt(index);
		target.written = true;
		lexer.next();
	} else if (['zeroinitializer', 'undef', 'poison', 'null'].includes(lexer.text) && lexer.is('word')) {
		lexer.next();
	} else if (whole.kind === 'array') {
		const stride = module.layout.sizeOf(whole.element);
		writeElements(
			module,
			target,
			() => whole.element,
			index => offset + index * stride,
		);
	} else if (whole.kind === 'struct') {
		const offsets = module.layout.fieldOffsets(whole);
		writeElements(
			module,
			target,
			index => whole.fields[index],
			index => offset + (offsets[index] ?? 0),
		);
	} else {
		writeScalar(module, whole, target, offset);
	}
}

function writeElements(
	module: Module,
	target: Target,
	typeAt: (index: number) => Type | undefined,
	offsetAt: (index: number) => number,
): void {
	const {lexer} = module;
	const packed = lexer.accept('<');
	const close = lexer.is('[') ? ']' : '}';
	if (!lexer.accept('[')) expect(module, '{');
	for (let index = 0; !lexer.is(close); index++) {
		const type = readType(module);
		if (typeAt(index) === undefined) module.fail(`too many elements in an initialiser (${typeText(type)})`);
		writeConstant(module, type, target, offsetAt(index));
		if (!lexer.accept(',') && !lexer.is(close))
			module.fail(`expected ',' or '${close}', found '${lexer.text}'`);
	}
	lexer.next();
	if (packed) expect(module, '>');
}

function writeScalar(module: Module, type: Type, target: Target, offset: number): void {
	const leaves = module.layout.leaves(type);
	const parts = readConstant(module, null, type);
	const [part] = parts;
	if (part === undefined || parts.length !== leaves.length) {
		module.fail(`initialiser of a ${typeText(type)} is not supported`);
	} else if (part.kind === 'constant') {
		const bits = leaves.length === 1 ? leaves[0]!.width : (leaves[0]!.half?.bits ?? 64);
		writeInteger(module, target, offset, Math.ceil(bits / 8), joinParts(parts));
	} else if (part.kind === 'symbol' && leaves[0]!.width === module.layout.pointerBits) {
		const size = module.layout.pointerBits === 32 ? 4 : 8;
		target.relocations.push({offset, symbol: part.name, addend: part.offset, size});
	} else {
		module.fail('an address in an integer of another width in an initialiser');
	}
}

function joinParts(parts: readonly Operand[]): bigint {
	return parts.reduce(
		(sum, part, index) => (part.kind === 'constant' ? sum | (part.value << BigInt(64 * index)) : sum),
		0n,
	);
}

function writeInteger(module: Module, target: Target, offset: number, size: number, value: bigint): void {
	let rest = value;
	for (let index = 0; index < size; index++, rest >>= 8n) {
		const place = module.layout.bigEndian ? size - 1 - index : index;
		target.bytes[offset + place] = Number(rest & 0xffn);
	}
	if (value !== 0n) target.written = true;
}
