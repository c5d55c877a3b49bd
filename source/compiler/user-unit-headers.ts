/**
 * Headers that are put into a user's unit as text, since the user's file takes the place of something in them. Diagnostics
 * name the header all the same.
 */
import type {SourceTree} from './unit-compiler.ts';
import {editText} from './user-unit-edit.ts';
import {type Item, mentions, scanItems} from './user-unit-scan.ts';
import {cString} from './user-unit-structs.ts';

const arenaHeader = 'include/linux/bpf_arena.h';
const pgtableHeader = 'include/linux/pgtable.h';
const archHeader = 'include/asm/pgtable.h';

/** The header of the arena, in two parts. */
export interface ArenaHeader {
	/** In front of the user's text. */
	front: string;
	/** Behind it: functions that need a struct which the user's text defines. */
	back: string;
}

/** `bpf_arena.h` without the functions and structs that the user's text defines. */
export function arenaHeaderText(
	kernel: SourceTree,
	functions: ReadonlySet<string>,
	structs: ReadonlySet<string>,
): ArenaHeader {
	const text = kernel[arenaHeader] ?? '';
	const edits = editText(text, arenaHeader);
	const back: string[] = [];

	for (const item of scanItems(text)) {
		const isFunction = item.kind === 'function' || item.kind === 'prototype';
		if (isFunction && functions.has(item.name)) {
			edits.blank(item.start, item.end);
		} else if (item.kind === 'struct' && structs.has(item.name)) {
			edits.replace(item.start, item.end, `struct ${item.name};`);
		} else if (item.kind === 'function' && [...structs].some(name => mentions(item, name))) {
			back.push(`#line ${item.line} ${cString(arenaHeader)}\n${text.slice(item.start, item.end)}`);
			edits.replace(item.start, item.end, `${text.slice(item.start, item.declaratorEnd)};`);
		}
	}

	return {front: quietly(arenaHeader, edits.apply()), back: back.join('\n')};
}

/** The members of a struct of the arena's header, as `membersOf()` wants them; null when it has none of that name. */
export function labStruct(kernel: SourceTree, name: string): {text: string; item: Item} | null {
	const text = kernel[arenaHeader] ?? '';
	const item = scanItems(text).find(each => each.kind === 'struct' && each.name === name);

	return item === undefined ? null : {text, item};
}

/** The headers of the page tables that a unit is compiled with. */
export interface PgtableTexts {
	/** `asm/pgtable.h` of the architecture. */
	arch: string;
	/** `linux/pgtable.h`. */
	generic: string;
}

/**
 * Both headers as text, without the helpers that the user defines; everything else of them stays. The macros that say that a
 * helper is there are defined already.
 */
export function pgtableHeaderText({arch, generic}: PgtableTexts, defined: readonly string[]): string {
	const without = (text: string, path: string) => {
		const edits = editText(text, path);

		for (const item of scanItems(text)) {
			if (item.kind === 'function' && defined.includes(item.name)) {
				edits.blank(item.start, item.end);
			}
		}

		return `#line 1 ${cString(path)}\n${edits.apply()}`;
	};
	const edits = editText(generic, pgtableHeader);
	const items = scanItems(generic);

	for (const item of items) {
		if (item.kind === 'include' && item.name === 'asm/pgtable.h') {
			edits.replace(item.start, item.end, `\n${without(arch, archHeader)}\n`);
		}
	}

	return [...defined.map(name => `#define ${name} ${name}`), quietly(pgtableHeader, edits.apply())].join(
		'\n',
	);
}

/** A header's text in a unit; that some of it is not used is no news there. */
function quietly(path: string, text: string): string {
	return [
		'#pragma clang diagnostic push',
		'#pragma clang diagnostic ignored "-Wunused-function"',
		`#line 1 ${cString(path)}`,
		text,
		'#pragma clang diagnostic pop',
		'',
	].join('\n');
}
