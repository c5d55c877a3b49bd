/** Finds the C header files that lie beside the descriptions. Used when images are built, never by the shipped program. */
import {readFileSync} from 'node:fs';
import type {Arch} from './arch.ts';

/** Text of the `pgtable.h` of a mode, to be installed as `asm/pgtable.h`. */
export function pgtableHeader(arch: Arch): string {
	return readFileSync(new URL(`./${arch.family}/pgtable.h`, import.meta.url), 'utf8');
}
