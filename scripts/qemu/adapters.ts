/** Which adapter a family of modes has, and why some have none. */
import type {Arch} from '../../source/arch/arch.ts';
import type {Adapter} from './machine.ts';
import {arm64} from './machines/arm64.ts';
import {riscv} from './machines/riscv.ts';
import {s390x} from './machines/s390x.ts';
import {x86} from './machines/x86.ts';

/** By family, the folder in `source/arch`. */
const adapters: Readonly<Record<string, Adapter>> = {
	x86_64: x86,
	i386: x86,
	arm64,
	riscv64: riscv,
	riscv32: riscv,
	s390x,
};

/** Families whose tables no MMU of QEMU's walks. */
const reasons: Readonly<Record<string, string>> = {
	generic: "a machine of the lab's own; QEMU has none like it",
};

/** The adapter of a mode, or why there is none. */
export function adapterOf({family}: Arch): Adapter | string {
	return (
		adapters[family] ?? reasons[family] ?? `no adapter for the family ${family} (scripts/qemu/adapters.ts)`
	);
}
