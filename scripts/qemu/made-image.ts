/**
 * An image made from a mode's description alone: pages and, where the mode has them, large pages at random addresses all over the
 * kernel's part of the address space. What is mapped where is known from making it, not from walking it.
 */
import type {Arch, Level} from '../../source/arch/arch.ts';
import {encodeLeaf, encodeTable, tableBytes, tableIndex} from '../../source/arch/index.ts';
import {randomNumbers} from '../../source/machine/expected-pairs.ts';
import type {Expectation} from './check.ts';
import {entryBytes} from './entry-bytes.ts';

/** Bytes of the image. Tables are in its lower part, pages anywhere. */
const imageBytes = 0x200_0000n;
const firstTable = 0x1_0000n;
const tablesEnd = 0x100_0000n;
const pages = 100;
const blocks = 5;
const unmapped = 600;
const offsetsOfPage = 4;

/** What was made. */
export interface MadeImage {
	bytes: Uint8Array;
	kernelRoot: bigint;
	expectations: Expectation[];
}

/** A stretch of virtual addresses that is mapped, all of it to consecutive physical ones. */
interface Mapping {
	address: bigint;
	phys: bigint;
	bytes: bigint;
}

/** Makes an image, always the same one for the same arguments. */
export function makeImage(arch: Arch, seed: number, largePages: boolean): MadeImage {
	const random = randomBig(seed);
	const tables = createTables(arch);
	const mappings: Mapping[] = [];
	const isFree = (address: bigint, bytes: bigint) =>
		mappings.every(other => other.address + other.bytes <= address || address + bytes <= other.address);

	for (const level of largePages ? arch.levels.slice(0, -1).filter(level => hasRoom(arch, level)) : []) {
		for (let count = 0; count < blocks; count++) {
			const bytes = 1n << BigInt(level.shift);
			const address = kernelAddress(arch, random) & -bytes;
			// A large page may begin before the image or end after it; only what lies inside is asked for.
			const phys = (arch.physOffset + random(imageBytes)) & -bytes;

			if (isFree(address, bytes) && tables.map(level, address, blockEntry(arch, level, phys))) {
				mappings.push({address, phys, bytes});
			}
		}
	}

	for (let count = 0; count < pages; count++) {
		const bytes = 1n << BigInt(arch.pageShift);
		const last = arch.levels.at(-1);
		// Half of them lie close to another one, in the same table.
		const near = mappings.at(-1);
		const place =
			count % 2 === 1 && near !== undefined ? near.address + near.bytes * 2n : kernelAddress(arch, random);
		const address = place & -bytes;
		const phys = (arch.physOffset + tablesEnd + random(imageBytes - tablesEnd)) & -bytes;

		if (last !== undefined && isKernel(arch, address) && isFree(address, bytes)) {
			if (tables.map(last, address, encodeLeaf(arch, phys, arch.pageKernel))) {
				mappings.push({address, phys, bytes});
			}
		}
	}

	return {
		bytes: tables.bytes,
		kernelRoot: tables.root,
		expectations: [...mappedAddresses(arch, mappings, random), ...unmappedAddresses(arch, mappings, random)],
	};
}

/** Whether the kernel's part is not filled by a few large pages of a level that has such pages. */
function hasRoom(arch: Arch, {leaf, shift}: Level): boolean {
	const [from, to] = kernelSpan(arch);

	return leaf !== undefined && (to - from) >> BigInt(shift) > 4 * blocks;
}

function mappedAddresses(arch: Arch, mappings: readonly Mapping[], random: Random): Expectation[] {
	const end = arch.physOffset + imageBytes;

	return mappings.flatMap(({address, phys, bytes}) => {
		// What of it lies in the image, away from the tables, which must keep their contents.
		const from = phys > arch.physOffset + tablesEnd ? phys : arch.physOffset + tablesEnd;
		const to = phys + bytes < end ? phys + bytes : end;

		return to <= from
			? []
			: [0n, to - from - 8n, ...Array.from({length: offsetsOfPage}, () => random(to - from))].map(offset => {
					const at = (from + offset) & ~7n;
					return {address: address + (at - phys), phys: at};
				});
	});
}

function unmappedAddresses(arch: Arch, mappings: readonly Mapping[], random: Random): Expectation[] {
	const near = mappings.flatMap(({address, bytes}) => [address - 8n, address + bytes]);
	const far = Array.from({length: unmapped}, () => kernelAddress(arch, random) & ~7n);

	return [...near, ...far]
		.filter(at => isKernel(arch, at))
		.filter(at => mappings.every(({address, bytes}) => at < address || at >= address + bytes))
		.map(address => ({address, phys: null}));
}

type Random = (limit: bigint) => bigint;

/** Numbers below a limit of any size. */
function randomBig(seed: number): Random {
	const word = randomNumbers(seed);

	return limit => {
		let value = 0n;

		for (let done = 0; done < 3; done++) {
			value = (value << 32n) | BigInt(word(2 ** 32));
		}

		return value % limit;
	};
}

/** A mode whose kernel addresses have high bits of their own. */
type HighArch = Arch & {kernelHigh?: bigint};

/** First address of the kernel's part and the one after its last. */
function kernelSpan(arch: Arch): [from: bigint, to: bigint] {
	const top = 1n << BigInt(arch.pointerBits);

	if (arch.pointerBits === 32) {
		return [0xc000_0000n, top];
	}

	const {kernelHigh} = arch as HighArch;

	if (kernelHigh !== undefined) {
		const from = kernelHigh << BigInt(arch.vaBits);
		return [from, from + (1n << BigInt(arch.vaBits))];
	}

	const half = 1n << BigInt(arch.splitRoots === true ? arch.vaBits : arch.vaBits - 1);

	return arch.signExtended || arch.splitRoots === true
		? [top - half, top]
		: [0x1_0000_0000n, 1n << BigInt(arch.vaBits)];
}

function kernelAddress(arch: Arch, random: Random): bigint {
	const [from, to] = kernelSpan(arch);

	return from + random(to - from);
}

function isKernel(arch: Arch, address: bigint): boolean {
	const [from, to] = kernelSpan(arch);

	return address >= from && address < to;
}

/** A page's entry with the bits that make it a large page of this level. */
function blockEntry(arch: Arch, level: Level, phys: bigint): bigint {
	const {mask = 0n, value = 0n} = level.leaf ?? {};

	return (encodeLeaf(arch, phys, arch.pageKernel) & ~mask) | value;
}

/** Zeros where tables come to be, and words that are all different in the rest. */
function createMemory(): Uint8Array {
	const words = new Uint32Array(Number(imageBytes) / 4);

	for (let index = Number(tablesEnd) / 4; index < words.length; index++) {
		words[index] = Math.imul(index, 0x9e37_79b1);
	}

	return new Uint8Array(words.buffer);
}

/** A mode whose empty upper entries point to tables without a valid entry. */
type InvalidArch = Arch & {invalidTables?: string};

interface Tables {
	bytes: Uint8Array;
	root: bigint;
	/** Writes an entry of a level, with the tables above it; false when one of them is a large page. */
	map(level: Level, address: bigint, entry: bigint): boolean;
}

function createTables(arch: Arch): Tables {
	const bytes = createMemory();
	const filled = new Map<bigint, 'table' | 'leaf'>();
	const next = new Map<bigint, bigint>();
	let free = arch.physOffset + firstTable;

	const store = (at: bigint, value: bigint, size: number) => {
		bytes.set(entryBytes(arch, value, size), Number(at - arch.physOffset));
	};

	/** Where empty entries of a level point, by level; only where they do. */
	const invalid = new Map<Level, bigint>();

	const make = (level: Level, empty = invalid.get(level) ?? level.empty) => {
		// Every architecture's tables lie at multiples of their size.
		const size = BigInt(tableBytes(level));
		const at = (free + size - 1n) & -size;
		free = at + size;

		if (free > arch.physOffset + tablesEnd) {
			throw new Error(`${arch.id}: no room for tables`);
		}

		for (let index = 0; index < 2 ** level.bits; index++) {
			store(at + BigInt(index * level.entryBytes), empty, level.entryBytes);
		}

		return at;
	};

	const [first] = arch.levels;

	if (first === undefined) {
		throw new Error(`${arch.id} has no levels`);
	}

	if ((arch as InvalidArch).invalidTables !== undefined) {
		for (const [number, level] of [...arch.levels.entries()].reverse().slice(1)) {
			const below = arch.levels[number + 1];

			if (below !== undefined) {
				invalid.set(level, encodeTable(arch, level, make(below)));
			}
		}
	}

	const root = make(first);

	return {
		bytes,
		root,
		map(level, address, entry) {
			let table = root;

			for (const [number, step] of arch.levels.entries()) {
				const at = table + BigInt(tableIndex(step, address) * step.entryBytes);

				if (step === level) {
					if (filled.has(at)) {
						return false;
					}

					filled.set(at, 'leaf');
					store(at, entry, step.entryBytes);
					return true;
				}

				const below = arch.levels[number + 1];

				if (filled.get(at) === 'leaf' || below === undefined) {
					return false;
				}

				table = next.get(at) ?? make(below);

				if (!next.has(at)) {
					next.set(at, table);
					filled.set(at, 'table');
					store(at, encodeTable(arch, step, table), step.entryBytes);
				}
			}

			return false;
		},
	};
}
