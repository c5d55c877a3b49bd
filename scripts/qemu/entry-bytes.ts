/** Table entries as they lie in memory. */
import type {Arch} from '../../source/arch/arch.ts';
import {numberBytes} from './bytes.ts';

/** A mode whose entries may have another byte order than its CPU. */
type EntryArch = Arch & {entriesBigEndian?: boolean};

/** Bytes of an entry. */
export function entryBytes(arch: EntryArch, raw: bigint, bytes: number): Uint8Array {
	return numberBytes(raw, bytes, arch.entriesBigEndian ?? arch.bigEndian);
}
