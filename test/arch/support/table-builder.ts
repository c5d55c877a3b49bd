/** Builds page tables by hand in an ArrayBuffer, from the description alone. */
import type {Arch, Level} from '../../../source/arch/arch.ts';
import {encodeTable, entriesLittleEndian, tableBytes, tableIndex} from '../../../source/arch/entry.ts';

/** A memory with tables under one root. Physical addresses throughout. */
export interface Tables {
	memory: DataView;
	root: bigint;
	/** Physical address of the entry of `level` for an address; makes the tables above it. */
	entryPhys(address: bigint, level: number): bigint;
	/** Writes an entry by its place; bits beyond its width are lost. */
	put(phys: bigint, level: Level, raw: bigint): void;
	/** Writes an entry of `level` for an address; makes the tables above it. */
	write(address: bigint, level: number, raw: bigint): void;
}

/** Empty tables in `bytes` of memory; tables are taken from byte address 64 KiB on. */
export function makeTables(arch: Arch, bytes: number): Tables {
	const memory = new DataView(new ArrayBuffer(bytes));
	const little = entriesLittleEndian(arch);
	let next = 0x1_0000;

	const put = (phys: bigint, level: Level, raw: bigint) => {
		const at = Number(phys - arch.physOffset);
		if (level.entryBytes === 8) {
			memory.setBigUint64(at, raw, little);
		} else {
			memory.setUint32(at, Number(BigInt.asUintN(32, raw)), little);
		}
	};
	const newTable = (level: Level): bigint => {
		const size = tableBytes(level);
		const at = Math.ceil(next / size) * size;
		next = at + size;
		const phys = BigInt(at) + arch.physOffset;
		for (let index = 0; index < size / level.entryBytes; index++) {
			put(phys + BigInt(index * level.entryBytes), level, level.empty);
		}
		return phys;
	};
	const levelOf = (number: number): Level => {
		const level = arch.levels[number];
		if (level === undefined) {
			throw new Error(`${arch.id} has no level ${number}`);
		}
		return level;
	};

	const root = newTable(levelOf(0));
	const tables = new Map<string, bigint>();
	const tableOf = (address: bigint, number: number): bigint => {
		if (number === 0) {
			return root;
		}
		const above = levelOf(number - 1);
		const key = `${number} ${address >> BigInt(above.shift)}`;
		let table = tables.get(key);
		if (table === undefined) {
			table = newTable(levelOf(number));
			tables.set(key, table);
			put(entryPhys(address, number - 1), above, encodeTable(arch, above, table));
		}
		return table;
	};
	const entryPhys = (address: bigint, number: number): bigint => {
		const level = levelOf(number);
		return tableOf(address, number) + BigInt(tableIndex(level, address) * level.entryBytes);
	};
	return {
		memory,
		root,
		entryPhys,
		put,
		write: (address, number, raw) => put(entryPhys(address, number), levelOf(number), raw),
	};
}
