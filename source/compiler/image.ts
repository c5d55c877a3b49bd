/**
 * What a link makes: one WebAssembly module for one architecture, holding the kernel, every variant and every program,
 * and the manifest that tells the machine where things are.
 */
import type {Location} from './ir/ir.ts';

/** Where a data symbol lies in the image's memory. */
export interface SymbolPlace {
	/** Byte address. */
	address: number;
	/** Bytes. */
	size: number;
}

/** Manifest of an image. Plain JSON: it is stored beside the `.wasm`. */
export interface ImageManifest {
	/** Id of the architecture mode (`source/arch`). */
	arch: string;
	pointerBits: 32 | 64;
	bigEndian: boolean;
	/** Size of the WebAssembly memory in bytes, a multiple of 64 KiB; initial and maximum alike. */
	memoryBytes: number;
	/** First byte after all static data: everything up to `memoryBytes` is the machine's to use. */
	staticEnd: number;
	/** External (non-internal) data symbols of the core units, by name. */
	symbols: Record<string, SymbolPlace>;
	/** Variant names in order: setting the exported global `variant` to an index selects one. */
	variants: string[];
	/** Slots each variant defines itself (the rest comes from the core), by variant. */
	variantSlots: Record<string, string[]>;
	/** Program name → index of its entry in the function table. */
	programs: Record<string, number>;
	/** Access sites: the emitted code hands these numbers to the translate hooks. Index into `locations`. */
	sites: number[];
	locations: Location[];
	/** Of modules made for stepping only. */
	step?: StepManifest;
}

/** What the host of a stepping module needs to know of its memory. Addresses and sizes in bytes. */
export interface StepManifest {
	/** Most processes there can be; each has a stack and a context, and so has the host, after the last. */
	processes: number;
	/** Where the stack of process 0 starts; the others follow. This is also the end of the machine's own memory. */
	stackBase: number;
	/** Bytes of one stack. */
	stackBytes: number;
	/** Where the context of process 0 starts. */
	contextBase: number;
	/** Bytes of one context. */
	contextBytes: number;
	/** Four words: the hash of the state. */
	hashBase: number;
	/** One byte for each 4 KiB up to `contextBase`: not 0 once anything in there was stored to. */
	dirtyBase: number;
	/** Where the accesses of a step are written down when they are asked for. */
	recordBase: number;
	/** One byte for each 4 bytes up to `contextBase`: what kind of memory it is (`accessClasses`), all 0 at first. */
	classBase: number;
	/** Where the undo log starts; it grows to the end of the memory and takes more when it is full. */
	logBase: number;
	/** Sites of accesses that the C makes as it does any other: neither volatile nor atomic. */
	plainSites: number[];
	/** Function of each frame number, with the site of each place where it can stop (from 1 on; -1 unknown). */
	frames: {name: string; sites: number[]}[];
}

export interface Image {
	wasm: Uint8Array;
	manifest: ImageManifest;
}
