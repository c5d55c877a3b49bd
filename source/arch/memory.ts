/** Page tables as they lie in a machine's memory: the reader that the walk takes. */
import type {Arch} from './arch.ts';
import {entriesLittleEndian} from './entry.ts';
import type {ReadEntry} from './walk.ts';

/** Below this byte address nothing lies (docs/machine.md). */
const directStart = 0x1_0000n;

/** A reader of entries over the machine's memory from byte 0 on, in the byte order of the mode's entries. */
export function memoryReader(arch: Arch, memory: DataView): ReadEntry {
	const littleEndian = entriesLittleEndian(arch);
	return (phys, bytes) => {
		const at = phys - arch.physOffset;
		if (at < directStart || at > BigInt(memory.byteLength - bytes)) {
			return null;
		}
		return bytes === 8
			? memory.getBigUint64(Number(at), littleEndian)
			: BigInt(memory.getUint32(Number(at), littleEndian));
	};
}
