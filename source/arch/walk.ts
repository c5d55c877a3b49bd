/**
 * The page-table walk in TypeScript: reads the tables of any mode through a reader, step by step, as `ptelab walk` shows
 * them. It follows the same description as the generated C walker and gives the same answer.
 */
import type {Arch, Field, Level} from './arch.ts';
import {isCanonical, isTable, leafPhys, matches, tableBytes, tableIndex, tablePhys} from './entry.ts';

/** Reads an entry by physical address as an unsigned number in the machine's byte order; null outside its memory. */
export type ReadEntry = (phys: bigint, bytes: 4 | 8) => bigint | null;

/** What an entry is to the walker. `invalid`: neither empty nor usable. */
export type EntryKind = 'table' | 'leaf' | 'empty' | 'invalid';

/** One entry on the way. */
export interface WalkStep {
	/** 0 is the root. */
	level: number;
	/** The kernel's name of the level. */
	name: string;
	/** Index of the entry in its table. */
	index: number;
	entryPhys: bigint;
	raw: bigint;
	kind: EntryKind;
}

/** What the address is mapped to. */
export interface Translation {
	/** Physical address of the byte. */
	phys: bigint;
	/** Bytes of the page or block, as log2. */
	pageShift: number;
	/** Over all levels. */
	writable: boolean;
	user: boolean;
	/** True also where the entry has no such bit. */
	accessed: boolean;
	dirty: boolean;
}

/** How a walk ended. `bus-error`: a table outside memory. */
export type WalkEnd = 'mapped' | 'not-mapped' | 'non-canonical' | 'bus-error';

export interface Walk {
	end: WalkEnd;
	/** Root first, up to the entry that ended the walk. Empty for a non-canonical address. */
	steps: WalkStep[];
	/** Null unless `end` is `mapped`. */
	result: Translation | null;
}

/** What the walker makes of an entry of `level`. The last level is judged by `arch.hardware.valid`. */
export function entryKind(arch: Arch, level: Level, raw: bigint): EntryKind {
	const last = level.table === undefined;
	if (matches(last ? arch.hardware.valid : level.leaf, raw)) {
		return 'leaf';
	}
	if (isTable(level, raw)) {
		return 'table';
	}
	const ignored = last ? arch.noneIgnores : 0n;
	return (raw & ~ignored) === (level.empty & ~ignored) ? 'empty' : 'invalid';
}

/** Walks the tables whose root is at physical address `root` for a virtual address (unsigned, `pointerBits` wide). */
export function walk(arch: Arch, read: ReadEntry, root: bigint, address: bigint): Walk {
	const steps: WalkStep[] = [];
	if (!isCanonical(arch, address)) {
		return {end: 'non-canonical', steps, result: null};
	}
	let table = root;
	let mayWrite = true;
	let mayUser = true;
	for (const [number, level] of arch.levels.entries()) {
		const index = tableIndex(level, address);
		const entryPhys = table + BigInt(index * level.entryBytes);
		const raw = read(entryPhys, level.entryBytes);
		if (raw === null) {
			return {end: 'bus-error', steps, result: null};
		}
		const kind = entryKind(arch, level, raw);
		steps.push({level: number, name: level.name, index, entryPhys, raw, kind});
		if (kind === 'leaf') {
			return {end: 'mapped', steps, result: translation(arch, level, raw, address, mayWrite, mayUser)};
		}
		if (kind !== 'table') {
			return {end: 'not-mapped', steps, result: null};
		}
		mayWrite &&= !matches(level.removesWrite, raw);
		mayUser &&= !matches(level.removesUser, raw);
		table = tablePhys(arch, level, raw);
	}
	throw new Error(`${arch.id}: the last level points to a table`);
}

function translation(
	arch: Arch,
	level: Level,
	raw: bigint,
	address: bigint,
	mayWrite: boolean,
	mayUser: boolean,
): Translation {
	const {writable, user, accessedMask, dirtyMask} = arch.hardware;
	const offset = address & ((1n << BigInt(level.shift)) - 1n);
	return {
		phys: leafPhys(arch, level, raw) | offset,
		pageShift: level.shift,
		writable: mayWrite && matches(writable, raw),
		user: mayUser && (user === null || matches(user, raw)),
		accessed: accessedMask === 0n || (raw & accessedMask) !== 0n,
		dirty: dirtyMask === 0n || (raw & dirtyMask) !== 0n,
	};
}

/** A named field with its value in an entry. */
export interface FieldValue extends Field {
	value: bigint;
}

/**
 * Every named field of an entry of level `level` (0 is the root), lowest bit first. An entry of an upper level that is
 * neither table nor block is read as a table entry.
 */
export function decodeEntry(arch: Arch, level: number, raw: bigint): FieldValue[] {
	const description = arch.levels[level];
	if (description === undefined) {
		throw new Error(`${arch.id} has no level ${level}; levels are 0 to ${arch.levels.length - 1}`);
	}
	return fieldsOf(arch, description, entryKind(arch, description, raw)).map(field => ({
		...field,
		value: (raw >> BigInt(field.low)) & ((1n << BigInt(field.high - field.low + 1)) - 1n),
	}));
}

function fieldsOf(arch: Arch, level: Level, kind: EntryKind): Field[] {
	if (level.tableFields === undefined) {
		return arch.fields;
	}
	return kind === 'leaf' ? (level.blockFields ?? arch.fields) : level.tableFields;
}

/** The last-level table that covers an address. */
export interface LeafTable {
	/** Physical address of its first entry. */
	phys: bigint;
	/** Number of entries. */
	entries: number;
	entryBytes: 4 | 8;
	/** Index of the entry of the address that was asked for. */
	index: number;
	/** Virtual address that entry 0 maps. */
	firstAddress: bigint;
}

/** The last-level table that covers `address`, or null where there is none (no table, a block, outside memory). */
export function leafTable(arch: Arch, read: ReadEntry, root: bigint, address: bigint): LeafTable | null {
	if (!isCanonical(arch, address)) {
		return null;
	}
	let table = root;
	for (const level of arch.levels) {
		const index = tableIndex(level, address);
		if (level.table === undefined) {
			const covered = BigInt(level.shift + level.bits);
			const entries = tableBytes(level) / level.entryBytes;
			const firstAddress = (address >> covered) << covered;
			return {phys: table, entries, entryBytes: level.entryBytes, index, firstAddress};
		}
		const raw = read(table + BigInt(index * level.entryBytes), level.entryBytes);
		if (raw === null || entryKind(arch, level, raw) !== 'table') {
			return null;
		}
		table = tablePhys(arch, level, raw);
	}
	return null;
}
