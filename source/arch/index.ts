/** The registry of architecture modes; the only door to the folder's descriptions. */
import type {Arch} from './arch.ts';
import {modes as arm} from './arm/arch.ts';
import {modes as armLpae} from './arm-lpae/arch.ts';
import {modes as arm64} from './arm64/arch.ts';
import {modes as generic} from './generic/arch.ts';
import {modes as i386} from './i386/arch.ts';
import {modes as loongarch64} from './loongarch64/arch.ts';
import {modes as m68k} from './m68k/arch.ts';
import {modes as mips64} from './mips64/arch.ts';
import {modes as parisc64} from './parisc64/arch.ts';
import {modes as ppc64} from './ppc64/arch.ts';
import {modes as riscv32} from './riscv32/arch.ts';
import {modes as riscv64} from './riscv64/arch.ts';
import {modes as s390x} from './s390x/arch.ts';
import {modes as sparc64} from './sparc64/arch.ts';
import {modes as x86} from './x86_64/arch.ts';
import {modes as xtensa} from './xtensa/arch.ts';

export type {Arch, BitTest, Field, KernelLeaf, Level} from './arch.ts';
export {generateConfigHeader, generateHwWalkHeader, hwWalkHeader} from './config-header.ts';
export {encodeLeaf, encodeTable, isCanonical, tableBytes, tableIndex} from './entry.ts';
export {pgtableHeader} from './headers.ts';
export {memoryReader} from './memory.ts';
export {
	decodeEntry,
	type EntryKind,
	entryKind,
	type FieldValue,
	type LeafTable,
	leafTable,
	type ReadEntry,
	type Translation,
	type Walk,
	type WalkEnd,
	type WalkStep,
	walk,
} from './walk.ts';
export {generateWalker} from './walker-c.ts';

/** Every mode, in the order they are listed. */
export const archs: readonly Arch[] = [
	...x86,
	...arm64,
	...riscv64,
	...s390x,
	...ppc64,
	...loongarch64,
	...mips64,
	...sparc64,
	...parisc64,
	...i386,
	...arm,
	...armLpae,
	...riscv32,
	...m68k,
	...xtensa,
	...generic,
];

/** Mode by its id. Throws, naming the known ids, when there is none. */
export function archById(id: string): Arch {
	const found = archs.find(arch => arch.id === id);
	if (found === undefined) {
		throw new Error(`Unknown architecture '${id}'. Known: ${archs.map(arch => arch.id).join(', ')}`);
	}
	return found;
}
