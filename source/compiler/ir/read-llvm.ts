/**
 * Reads a module of textual LLVM IR (as Clang 22 writes it for kernel-style C) into the lab's own form (`ir.ts`).
 *
 * Nothing is guessed: what the reader does not know is an `IrError` with the C file, the line and the construct.
 */
import {readFunction} from './functions.ts';
import {findAliases, readGlobal} from './globals.ts';
import {IrError, type IrFunction, type IrGlobal, type Unit} from './ir.ts';
import {parseLayout} from './layout.ts';
import {Lexer} from './lexer.ts';
import {indexMetadata} from './metadata.ts';
import {expect, expectText, failAt, type Module, resolveSymbol} from './module.ts';
import {type Fail, namedType, parsePlainType} from './types.ts';

/**
 * Read a module. `unitName` becomes `Unit.name`. Throws `IrError` for what is not covered.
 */
export function readLlvm(text: string, unitName: string): Unit {
	const module = newModule(text);
	const functions: IrFunction[] = [];
	const globals: IrGlobal[] = [];
	const declared = new Set<string>();
	const {lexer} = module;
	while (!lexer.is('end')) {
		if (lexer.is('global')) {
			const result = readGlobal(module);
			if (result?.global) globals.push(result.global);
			else if (result?.declared) declared.add(result.name);
		} else if (lexer.acceptWord('define')) {
			functions.push(readFunction(module));
			module.fallbackPlace = {file: '', line: 0};
		} else if (lexer.acceptWord('declare')) {
			declared.add(readDeclaredName(module));
		} else {
			readOther(module);
		}
	}
	addFunctionAliases(module, functions, globals);
	const defined = new Set([...functions, ...globals].map(({name}) => name));
	const externals = [...declared, ...module.runtime].filter(
		name => !defined.has(name) && !name.startsWith('llvm.'),
	);
	return {
		name: unitName,
		pointerBits: module.layout.pointerBits,
		bigEndian: module.layout.bigEndian,
		functions,
		globals,
		externals: [...new Set(externals)],
		locations: module.metadata.locations,
	};
}

function newModule(text: string): Module {
	const lexer = new Lexer(text);
	const metadata = indexMetadata(text);
	const place = {file: '', line: 0};
	const fail: Fail = message => failAt(module, message);
	const layoutText = /^target datalayout = "([^"]*)"/m.exec(text)?.[1];
	if (layoutText === undefined) {
		throw new IrError('no target datalayout: this is not the whole of a module', '', 0);
	}
	const module: Module = {
		lexer,
		metadata,
		layout: parseLayout(layoutText, message => fail(message)),
		triple: /^target triple = "([^"]*)"/m.exec(text)?.[1] ?? '',
		named: new Map(),
		aliases: findAliases(text),
		unprototyped: findUnprototyped(text),
		blockNumbers: new Map(),
		runtime: new Set(),
		fallbackPlace: place,
		fail,
	};
	return module;
}

/** LLVM writes `int f()` as `declare i32 @f(...)`; a variadic C function has a named parameter before the dots. */
function findUnprototyped(text: string): Set<string> {
	return new Set(Array.from(text.matchAll(/^declare [^@\n]*@([-\w$.]+)\(\.\.\.\)/gm), match => match[1]!));
}

/** Read the other lines at the top level: types, and what can be passed over. */
function readOther(module: Module): void {
	const {lexer} = module;
	if (lexer.is('local')) {
		readNamedType(module);
	} else if (lexer.is('metadata') || lexer.is('comdat')) {
		lexer.skipLine();
	} else if (['target', 'attributes', 'source_filename', 'uselistorder'].includes(lexer.text)) {
		lexer.skipLine();
	} else {
		const what = lexer.isWord('module') ? 'assembly at file level' : `'${lexer.text}' at the top level`;
		module.fail(`${what} is not supported`);
	}
}

function readNamedType(module: Module): void {
	const {lexer} = module;
	const type = namedType(module.named, expectText(module, 'local'));
	expect(module, '=');
	if (!lexer.acceptWord('type')) module.fail(`expected 'type', found '${lexer.text}'`);
	if (lexer.acceptWord('opaque')) return;
	const body = parsePlainType(lexer, module.named, module.fail);
	if (body.kind !== 'struct') module.fail(`a name for a type that is no struct`);
	else type.body = body;
}

function readDeclaredName(module: Module): string {
	const {lexer} = module;
	while (!lexer.is('global')) {
		if (lexer.onNewLine) module.fail('a declaration without a name');
		lexer.next();
	}
	const name = lexer.text;
	lexer.skipLine();
	return name;
}

/** References to an alias were resolved; for other units a function's alias becomes a function with the same body. */
function addFunctionAliases(module: Module, functions: IrFunction[], globals: readonly IrGlobal[]): void {
	for (const alias of module.aliases.keys()) {
		const name = resolveSymbol(module, alias);
		const target = functions.find(one => one.name === name);
		if (target !== undefined) {
			functions.push({...target, name: alias, linkage: aliasLinkage(module, alias)});
		} else if (globals.some(one => one.name === name)) {
			if (aliasLinkage(module, alias) !== 'internal')
				module.fail(`'${alias}': an alias of a variable is not supported`);
		} else {
			module.fail(`'${alias}' is an alias of '${name}', which is not defined here`);
		}
	}
}

function aliasLinkage(module: Module, alias: string): 'internal' | 'external' | 'weak' {
	const {source} = module.lexer;
	const start = source.search(new RegExp(`^@"?${alias.replace(/[.$]/g, '\\$&')}"? = `, 'm'));
	const head = source.slice(start, source.indexOf(' alias ', start));
	if (/ (?:internal|private)\b/.test(head)) return 'internal';
	return / (?:weak|weak_odr|linkonce|linkonce_odr)\b/.test(head) ? 'weak' : 'external';
}
