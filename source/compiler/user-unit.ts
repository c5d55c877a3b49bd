/**
 * Makes a variant of a C file that defines some of the arena's functions as the kernel's own arena.c does: text of a patch,
 * pasted as it is, or a whole file. What it does not define comes from another variant, the base.
 *
 * The user's text stays one unit, in its order and with its lines. In front of it come the lab's headers, without what the
 * text defines itself; behind it come adapters, by which the rest of the kernel calls it (user-unit-slots.ts).
 */
import {posix} from 'node:path';
import type {VariantInput} from './build-image.ts';
import type {SourceTree} from './unit-compiler.ts';
import {checkCallbackData, takesList} from './user-unit-check.ts';
import {isElsewhere} from './user-unit-drop.ts';
import {editText} from './user-unit-edit.ts';
import {explainLinkProblem, type NearestWord, UserCodeError} from './user-unit-error.ts';
import {arenaHeaderText, labStruct, type PgtableTexts, pgtableHeaderText} from './user-unit-headers.ts';
import {type Item, lineFinder, mentions, scanItems} from './user-unit-scan.ts';
import {
	adapterText,
	definedMacro,
	type Overridable,
	overridables,
	signatureText,
	userSymbol,
} from './user-unit-slots.ts';
import {cString, membersOf, mergeStruct} from './user-unit-structs.ts';

/** What `prepareUserUnit()` works on. */
export interface UserUnitInput {
	/** As the user names the file: what diagnostics and traces show. */
	path: string;
	text: string;
	/** The variant that the rest comes from. */
	base: VariantInput;
	/** The kernel's texts, headers of the variants included. */
	kernel: SourceTree;
	/** Text of the architecture's `asm/pgtable.h`. */
	pgtable: string;
	/** Headers of the page tables that a patch has changed. They are for the variant alone. */
	patched?: Partial<PgtableTexts>;
}

/** A variant made of a user's file. */
export interface UserUnit {
	/** The user's unit and what is left of the base, for `VariantInput`. */
	files: SourceTree;
	/** Functions that come from the user, in the order of the slots. */
	defines: string[];
	/** What the user should know: what was left out, what is called how. One sentence each. */
	notes: string[];
	/** Makes a line of a `LinkError` say which of the user's functions is meant, and what the name should perhaps have been. */
	explain(problem: string, nearest: NearestWord): string;
}

/** Structs of the arena that the user's text may define anew. */
const structs = ['bpf_arena', 'apply_range_data', 'clear_range_data', 'arena_free_span'] as const;
type StructName = (typeof structs)[number];

/** Member of `struct bpf_arena` that is room for what variants add. */
const arenaRoom = 'variant_room';

/**
 * Throws a `UserCodeError` for a file that defines nothing of the arena's, or that cannot go together with the base. What is
 * wrong with the C itself, Clang says when the files are compiled.
 */
export function prepareUserUnit(input: UserUnitInput): UserUnit {
	const {path, text, base, kernel} = input;
	const items = scanItems(text);
	const kept = items.filter(item => !isElsewhere(item));
	const targets = overridables(kernel).filter(({name}) => kept.some(item => isDefinition(item, name)));

	if (targets.length === 0) {
		throw new UserCodeError(nothingDefined(path, kernel));
	}

	const notes: string[] = [];
	const unit = createUnit(input, items, targets, notes);
	const left = baseFiles(input, targets);
	const others = [...left.items, ...scanItems(kernel['bpf/arena.c'] ?? '')];

	for (const [callback, struct] of [
		['apply_range_set_cb', 'apply_range_data'],
		['apply_range_clear_cb', 'clear_range_data'],
	] as const) {
		const members = labMembers(kernel, struct);
		checkCallbackData(path, kept, {id: base.id, items: others}, {callback, struct, members});
	}

	return {
		files: {...left.files, [`user/${posix.basename(path.replaceAll('\\', '/')) || 'user.c'}`]: unit},
		defines: targets.map(({name}) => name),
		notes,
		explain: (problem, nearest) => explainLinkProblem(problem, {path, items: kept, kernel, nearest}),
	};
}

function isDefinition(item: Item, name: string): boolean {
	return item.kind === 'function' && item.name === name;
}

function nothingDefined(path: string, kernel: SourceTree): string {
	const known = overridables(kernel).filter(({name}) => name !== 'ptep_try_install');

	return [
		`${path}: error: defines none of the functions that can be checked. It may define any of`,
		...known.map(target => `  ${signatureText(target)}`),
	].join('\n');
}

function labMembers(kernel: SourceTree, name: string) {
	const lab = labStruct(kernel, name);

	return lab === null ? [] : membersOf(lab.text, lab.item.body, lab.item.end);
}

/** The user's unit: headers, text, adapters. */
function createUnit(
	input: UserUnitInput,
	items: readonly Item[],
	targets: readonly Overridable[],
	notes: string[],
): string {
	const {path, text, kernel} = input;
	const kept = items.filter(item => !isElsewhere(item));
	const functions = new Set(kept.filter(({kind}) => kind === 'function').map(({name}) => name));
	const edits = editText(text, path);
	const dropped = items.filter(isElsewhere);

	for (const item of dropped) {
		edits.blank(item.start, item.end);
	}

	const names = [...new Set(dropped.filter(({kind}) => kind === 'function').map(({name}) => name))];
	if (names.length > 0) {
		notes.push(`left out, since the lab has its own or nothing of the kind: ${names.join(', ')}`);
	}

	const merged = mergeStructs(input, kept, edits, notes);
	const adapters = targets.flatMap(target => {
		const definitions = kept.filter(item => isDefinition(item, target.name));
		labelFunction(input, kept, definitions, edits);

		return definitions.map((item, index) => {
			checkParameters(target, item, path, notes);
			edits.insertBefore(item.start, `#define ${definedMacro(target.name, index)} 1`);

			return adapterText(target, item, index, path, {
				takesList: target.name === 'apply_range_clear_cb' && takesList(item),
				wantsFile: kept.some(each => mentions(each, 'vm_file')),
				widened: merged.widened.get(target.name) ?? null,
			});
		});
	});
	const header = arenaHeaderText(kernel, functions, new Set(merged.names));
	const helpers = targets.filter(({isHelper}) => isHelper).map(({name}) => name);

	return [
		'#line 1 "in front of the user\'s text"',
		...leadingMacros([text, ...Object.values(input.base.files)]),
		...[...functions].map(name => `#define LAB_USER_DEFINES_${name} 1`),
		...(kept.some(item => mentions(item, 'cleared')) ? ['#define LAB_USER_MENTIONS_cleared 1'] : []),
		pgtableText(input, helpers),
		header.front,
		'#include <linux/bpf_arena_text.h>',
		`#line 1 ${cString(path)}`,
		edits.apply(),
		'#line 1 "behind the user\'s text"',
		header.back,
		...merged.labCopies,
		'#include <linux/bpf_arena_text_end.h>',
		...adapters,
		'',
	].join('\n');
}

/** The headers of the page tables as text where they differ from the lab's, else nothing. */
function pgtableText({kernel, pgtable, patched}: UserUnitInput, helpers: readonly string[]): string {
	if (helpers.length === 0 && patched === undefined) {
		return '';
	}

	const generic = patched?.generic ?? kernel['include/linux/pgtable.h'] ?? '';

	return pgtableHeaderText({arch: patched?.arch ?? pgtable, generic}, helpers);
}

interface MergedStructs {
	/** Structs that stand in the user's text now. */
	names: string[];
	/** Callback → struct whose data must be widened for it. */
	widened: Map<string, string>;
	/** The lab's forms of those structs, for the adapters. */
	labCopies: string[];
}

function mergeStructs(
	{path, text, kernel}: UserUnitInput,
	kept: readonly Item[],
	edits: ReturnType<typeof editText>,
	notes: string[],
): MergedStructs {
	const result: MergedStructs = {names: [], widened: new Map(), labCopies: []};

	for (const item of kept) {
		const name = structs.find(each => item.kind === 'struct' && item.name === each);
		if (name === undefined) {
			continue;
		}

		const lab = labMembers(kernel, name);
		const room =
			name === 'bpf_arena' ? (lab.flatMap(({names}) => names).find(each => each === arenaRoom) ?? '') : null;
		const user = membersOf(text, item.body, item.end);
		const wanted = room === null ? user : withoutKernelOnly(user, room === '');
		const merge = mergeStruct({name, lab, user: wanted, path, room: room || null});

		if (merge.added.length > 0 && room === '') {
			throw new UserCodeError(
				`${path}:${item.line}: error: struct bpf_arena of the lab has no room for '${merge.added[0]}'; ` +
					'a static variable can hold it, since there is one arena',
			);
		}

		edits.replace(item.start, item.end, merge.text);
		result.names.push(name);
		noteAdded(name, merge.added, notes, result, lab);
	}

	return result;
}

function noteAdded(
	name: StructName,
	added: readonly string[],
	notes: string[],
	result: MergedStructs,
	lab: ReturnType<typeof membersOf>,
): void {
	if (added.length === 0) {
		return;
	}

	const list = added.map(each => `'${each}'`).join(', ');
	if (name === 'bpf_arena') {
		notes.push(`struct bpf_arena also has ${list}, zero at first: the lab's own code makes the arena`);
		return;
	}

	if (name === 'arena_free_span') {
		return;
	}

	const callback = name === 'apply_range_data' ? 'apply_range_set_cb' : 'apply_range_clear_cb';
	notes.push(`${list} of struct ${name}: zero where the lab's own code calls ${callback}()`);
	result.widened.set(callback, name);
	result.labCopies.push(`struct lab_${name} {\n${lab.map(({text}) => `\t${text}\n`).join('')}};`);
}

/** Without what the kernel's struct has for the mappings of processes: the lab keeps account of its one elsewhere. */
function withoutKernelOnly(
	members: ReturnType<typeof membersOf>,
	isFull: boolean,
): ReturnType<typeof membersOf> {
	const kernelOnly = ['vma_list', ...(isFull ? ['lock', 'zap_gen', 'zap_mutex'] : [])];

	return members.filter(({names}) => !names.every(each => kernelOnly.includes(each)));
}

/** Gives the user's function its symbol, with its first declaration: later ones cannot. */
function labelFunction(
	{path, text}: UserUnitInput,
	kept: readonly Item[],
	definitions: readonly Item[],
	edits: ReturnType<typeof editText>,
): void {
	const [definition] = definitions;
	if (definition === undefined) {
		return;
	}

	const {name} = definition;
	const label = ` __asm__(${cString(userSymbol(name))})`;
	const first = kept.find(
		item => mentions(item, name) && ['function', 'prototype', 'other', 'struct'].includes(item.kind),
	);

	if (first?.kind === 'prototype' && first.name === name) {
		edits.insertWords(first.declaratorEnd, label);
		return;
	}

	const lineOf = lineFinder(text);
	const declaration = text.slice(definition.start, definition.declaratorEnd);
	edits.insertBefore(
		(first ?? definition).start,
		`#line ${lineOf(definition.start)} ${cString(path)}\n${declaration}${label};`,
	);
}

function checkParameters(target: Overridable, item: Item, path: string, notes: string[]): void {
	const {name, parameters, older} = target;
	const taken = item.parameters.length;

	if (taken !== parameters.length && !older.includes(taken)) {
		throw new UserCodeError(
			`${path}:${item.line}: error: ${name}() takes ${taken} parameters here; it is\n  ${signatureText(target)}${
				older.length > 0 ? `\nor the same without its last parameter` : ''
			}`,
		);
	}

	if (name === 'arena_free_pages' && taken < parameters.length) {
		notes.push(
			`${name}() is not told whether it may sleep: where it must not, the free is left to arena_free_worker()`,
		);
	}
}

/** Macros in front of the first include choose a form of the helpers: they have to be there before any header. */
function leadingMacros(texts: readonly string[]): string[] {
	const lines = texts.flatMap(text => {
		const items = scanItems(text);
		const first = items.findIndex(({kind}) => kind === 'include');

		return items
			.slice(0, Math.max(0, first))
			.filter(({kind, name}) => kind === 'macro' && name.startsWith('LAB_'))
			.map(({start, end}) => text.slice(start, end));
	});

	return [...new Set(lines)];
}

/** What is left of the base: its files, with the functions that the user defines made weak. */
function baseFiles(
	input: UserUnitInput,
	targets: readonly Overridable[],
): {files: SourceTree; items: Item[]} {
	const {base, kernel} = input;
	const files: SourceTree = {};
	const items: Item[] = [];
	const defined = new Set(targets.map(({name}) => name));
	const helpers = [...new Set(targets.filter(({isHelper}) => isHelper).map(({symbol}) => symbol))];

	for (const [path, text] of Object.entries(base.files)) {
		const own = withIncluded(path, text, kernel).flatMap(scanItems);
		const slots = overridables(kernel).filter(({name}) => own.some(item => isDefinition(item, name)));
		items.push(...own);

		if (slots.every(({name}) => defined.has(name))) {
			continue;
		}

		const declared = overridables(kernel).filter(({name}) => helpers.includes(name));
		files[path] = [
			`#line 1 "in front of ${path}"`,
			...leadingMacros([text]),
			...slots.filter(({name}) => defined.has(name)).map(({name}) => `#pragma weak ${name}`),
			pgtableText(input, helpers),
			...declared.map(target => `${signatureText(target)};`),
			`#line 1 ${cString(path)}`,
			text,
		].join('\n');
	}

	return {files, items};
}

/** A file's text and those of the headers beside it that it includes. */
function withIncluded(path: string, text: string, kernel: SourceTree): string[] {
	const found = scanItems(text).flatMap(({kind, name}) => {
		const beside = posix.join(posix.dirname(path), name);
		const included = kind === 'include' ? kernel[beside] : undefined;
		return included === undefined ? [] : withIncluded(beside, included, kernel);
	});

	return [...found, text];
}
