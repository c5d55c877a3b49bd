/**
 * `manifest.json` beside a dumped memory: everything one needs to make another MMU walk its tables, and what that must
 * find. Numbers that may need 64 bits are strings in hexadecimal (docs/json.md).
 */
import type {Arch} from '../arch/arch.ts';
import {expectedPairs} from './expected-pairs.ts';
import {imageOfMachine, type MemoryImage, registerValue} from './memory-image.ts';
import type {StillMachine} from './still-machine.ts';

export const memoryFile = 'memory.bin';
export const manifestFile = 'manifest.json';

export interface DumpRegister {
	name: string;
	value: string;
	text: string;
}

export interface DumpPair {
	address: string;
	phys: string | null;
	kind: 'page' | 'scratch' | 'unmapped';
	place: string;
}

/** The document. */
export interface DumpManifest {
	arch: string;
	family: string;
	text: string;
	variant: string;
	cpus: number;
	seed: number;
	operations: number;
	programs: string[];
	/** The page-table mode. */
	mode: {
		pointerBits: number;
		bigEndian: boolean;
		pageBytes: number;
		addressBits: number;
		levels: {name: string; shift: number; bits: number; entryBytes: number}[];
	};
	memory: {file: string; physicalBase: string; bytes: number};
	roots: {kernel: string; user: string};
	/** What a CPU needs to walk these tables, in the architecture's own terms; empty where it leaves that to software. */
	registers: DumpRegister[];
	arena: {kernelStart: string; userStart: string; pages: number; windowEnd: string; guardBytes: string};
	/** Physical address of the scratch page. */
	scratch: string;
	pairs: DumpPair[];
}

const hex = (value: bigint) => `0x${value.toString(16)}`;

/** The manifest of a machine that stands still. */
export function dumpManifest(machine: StillMachine): DumpManifest {
	const {arch, options, reader} = machine;
	const image = imageOfMachine(machine);
	const {arena} = image;

	return {
		arch: arch.id,
		family: arch.family,
		text: arch.text,
		variant: options.variant,
		cpus: options.cpus,
		seed: options.seed,
		operations: options.operations,
		programs: [...options.programs],
		mode: {
			pointerBits: arch.pointerBits,
			bigEndian: arch.entriesBigEndian ?? arch.bigEndian,
			pageBytes: 2 ** arch.pageShift,
			addressBits: arch.vaBits,
			levels: arch.levels.map(({name, shift, bits, entryBytes}) => ({name, shift, bits, entryBytes})),
		},
		memory: {file: memoryFile, physicalBase: hex(arch.physOffset), bytes: reader.bytes.length},
		roots: {kernel: hex(image.kernelRoot), user: hex(image.userRoot)},
		registers: dumpRegisters(image),
		arena: {
			kernelStart: hex(arena.kernelStart),
			userStart: hex(arena.userStart),
			pages: arena.pages,
			windowEnd: hex(arena.windowEnd),
			guardBytes: hex(arena.guardBytes),
		},
		scratch: hex(image.scratch),
		pairs: expectedPairs(image, reader, options.seed).map(({address, phys, kind, place}) => ({
			address: hex(address),
			phys: phys === null ? null : hex(phys),
			kind,
			place,
		})),
	};
}

/** The registers of an image, with their values. */
export function dumpRegisters(image: MemoryImage): DumpRegister[] {
	return (image.arch.walkRegisters ?? []).map(register => ({
		name: register.name,
		value: hex(registerValue(register, image)),
		text: register.text,
	}));
}

/**
 * The image that a manifest and a memory describe. Throws with one line when the manifest is none, or does not fit the
 * memory or the architecture.
 */
export function imageOfDump(arch: Arch, manifest: DumpManifest, bytes: Uint8Array): MemoryImage {
	if (bytes.length !== manifest.memory.bytes) {
		throw new Error(`${memoryFile} has ${bytes.length} bytes, the manifest says ${manifest.memory.bytes}`);
	}

	if (BigInt(manifest.memory.physicalBase) !== arch.physOffset) {
		throw new Error(`the manifest's physical base is not that of ${arch.id}: dump it again`);
	}

	return {
		arch,
		bytes,
		kernelRoot: BigInt(manifest.roots.kernel),
		userRoot: BigInt(manifest.roots.user),
		scratch: BigInt(manifest.scratch),
		arena: {
			kernelStart: BigInt(manifest.arena.kernelStart),
			userStart: BigInt(manifest.arena.userStart),
			pages: manifest.arena.pages,
			windowEnd: BigInt(manifest.arena.windowEnd),
			guardBytes: BigInt(manifest.arena.guardBytes),
		},
	};
}

/** Reads the text of a manifest. Throws with one line when it is not one. */
export function parseDumpManifest(text: string): DumpManifest {
	let document: unknown;

	try {
		document = JSON.parse(text);
	} catch {
		throw new Error('it is not JSON');
	}

	if (!isManifest(document)) {
		throw new Error('it is not the manifest of a dump');
	}

	return document;
}

/** Checks the fields that are used again. */
function isManifest(value: unknown): value is DumpManifest {
	if (!isObject(value)) {
		return false;
	}

	const {memory, roots, arena} = value;

	return (
		typeof value.arch === 'string' &&
		isObject(memory) &&
		typeof memory.bytes === 'number' &&
		isObject(roots) &&
		isObject(arena) &&
		typeof arena.pages === 'number' &&
		[
			memory.physicalBase,
			roots.kernel,
			roots.user,
			value.scratch,
			arena.kernelStart,
			arena.userStart,
			arena.windowEnd,
			arena.guardBytes,
		].every(number => typeof number === 'string' && /^0x[\da-f]+$/.test(number))
	);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
