/**
 * Where data lies: addresses of the live globals from 64 KiB up, and their initial bytes with every relocation applied.
 */
import type {LinkedData, LinkedSymbol} from './link-types.ts';

/** Addresses below are unmapped, so that a null pointer with a small offset is never direct. */
export const staticStart = 0x1_0000;

/** Bytes kept free at the start of static data for the word that guards its initialisation. */
const guardBytes = 16;

const staticAlign = 16;

export interface Layout {
	guard: number;
	initialAddress: number;
	/** End of the constants that start at `initialAddress`; constants that are all zero lie elsewhere. */
	constantEnd: number;
	/** Bytes from `initialAddress` that are not all zero. */
	initialEnd: number;
	staticEnd: number;
}

/**
 * Gives every global its address: those with initial bytes first, so that the zeros need not be stored, and of those the
 * constants first, so that one comparison tells a load that no store can reach.
 */
export function layOut(globals: readonly LinkedData[]): Layout {
	const initialAddress = staticStart + guardBytes;
	let end = initialAddress;
	const place = (data: LinkedData): void => {
		data.address = alignUp(end, data.ir.align);
		// A global without size still gets an address of its own.
		end = data.address + Math.max(data.ir.size, 1);
	};
	const isInitialised = (data: LinkedData): boolean =>
		data.ir.relocations.length > 0 || (data.ir.initial?.some(byte => byte !== 0) ?? false);
	const initialised = globals.filter(isInitialised);
	initialised.filter(data => data.ir.constant).forEach(place);
	const constantEnd = end;
	initialised.filter(data => !data.ir.constant).forEach(place);
	const initialEnd = end;
	globals.filter(data => !isInitialised(data)).forEach(place);
	return {guard: staticStart, initialAddress, constantEnd, initialEnd, staticEnd: alignUp(end, staticAlign)};
}

/** The initial bytes, relocations applied in the target's byte order. Table indexes and addresses must be final. */
export function initialBytes(layout: Layout, globals: readonly LinkedData[], bigEndian: boolean): Uint8Array {
	const bytes = new Uint8Array(layout.initialEnd - layout.initialAddress);
	const view = new DataView(bytes.buffer);
	for (const data of globals) {
		const start = data.address - layout.initialAddress;
		if (data.address >= layout.initialEnd) continue;
		if (data.ir.initial) bytes.set(data.ir.initial.subarray(0, data.ir.size), start);
		for (const relocation of data.ir.relocations) {
			const symbol = data.unit.symbols.get(relocation.symbol);
			if (!symbol)
				throw new Error(`relocation of '${data.ir.name}' against '${relocation.symbol}' was not resolved`);
			const value = BigInt(symbolValue(symbol)) + BigInt(relocation.addend);
			const at = start + relocation.offset;
			if (relocation.size === 8) view.setBigUint64(at, BigInt.asUintN(64, value), !bigEndian);
			else view.setUint32(at, Number(BigInt.asUintN(32, value)), !bigEndian);
		}
	}
	return bytes;
}

/** What a symbol is as a value: an address, or for a function its table index. */
export function symbolValue(symbol: LinkedSymbol): number {
	switch (symbol.kind) {
		case 'data':
			return symbol.address;
		case 'function':
		case 'slot':
			return symbol.tableIndex;
		case 'intrinsic':
			throw new Error(`__ptelab_${symbol.intrinsic} has no address`);
	}
}

function alignUp(value: number, align: number): number {
	return Math.ceil(value / align) * align;
}
