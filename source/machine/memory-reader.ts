/**
 * Typed access to a machine's memory from the outside: words by symbol, in the target's byte order. A read is a single
 * load of its width, so a word that a CPU changes meanwhile is never seen half old and half new.
 */
import type {ImageManifest} from '../compiler/image.ts';

/** Words of one machine's memory. Addresses are bytes; indices count words from the address of a symbol. */
export interface MemoryReader {
	readonly bigEndian: boolean;
	readonly bytes: Uint8Array;
	/** Byte address of a data symbol of the core; throws when the image has none of that name. */
	address(symbol: string): number;
	has(symbol: string): boolean;
	u8(address: number): number;
	u32(address: number): number;
	/** A 64-bit word. */
	u64(address: number): bigint;
	/** A 64-bit word as a number: exact up to 2^53. */
	count(address: number): number;
	setU8(address: number, value: number): void;
	setU32(address: number, value: number): void;
	/** Atomically stores a word, in order with everything before it. */
	publishU32(address: number, value: number): void;
	/** Wakes every CPU that waits on this word. */
	notify(address: number): void;
}

/** A reader over a memory that holds a booted (or booting) image. */
export function createMemoryReader(buffer: ArrayBufferLike, manifest: ImageManifest): MemoryReader {
	const view = new DataView(buffer);
	const bytes = new Uint8Array(buffer);
	const words = new Int32Array(buffer);
	const {bigEndian} = manifest;
	const little = !bigEndian;

	return {
		bigEndian,
		bytes,
		address(symbol) {
			const place = manifest.symbols[symbol];

			if (place === undefined) {
				throw new Error(`image of ${manifest.arch} has no symbol ${symbol}: build it again`);
			}

			return place.address;
		},
		has: symbol => manifest.symbols[symbol] !== undefined,
		u8: address => view.getUint8(address),
		u32: address => view.getUint32(address, little),
		u64: address => view.getBigUint64(address, little),
		count: address => Number(view.getBigUint64(address, little)),
		setU8: (address, value) => view.setUint8(address, value),
		setU32: (address, value) => view.setUint32(address, value, little),
		publishU32: (address, value) => {
			Atomics.store(words, address >>> 2, wordInMemory(value, bigEndian));
		},
		notify: address => {
			Atomics.notify(words, address >>> 2);
		},
	};
}

/** What a 32-bit value of the target looks like as an element of an Int32Array over its memory (as Atomics need it). */
export function wordInMemory(value: number, bigEndian: boolean): number {
	return bigEndian ? swapBytes(value) : value | 0;
}

/** The bytes of a 32-bit word in the other order, as a signed 32-bit number. */
export function swapBytes(value: number): number {
	return (
		((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | ((value >>> 24) & 0xff)
	);
}
