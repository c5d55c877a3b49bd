/** Which adapter a family of modes has, and why some have none. */
import type {Arch} from '../../source/arch/arch.ts';
import type {Adapter} from './machine.ts';
import {arm} from './machines/arm.ts';
import {arm64} from './machines/arm64.ts';
import {loongarch64} from './machines/loongarch64.ts';
import {m68k} from './machines/m68k.ts';
import {ppc64} from './machines/ppc64.ts';
import {riscv} from './machines/riscv.ts';
import {s390x} from './machines/s390x.ts';
import {x86} from './machines/x86.ts';

/** By family, the folder in `source/arch`. */
const adapters: Readonly<Record<string, Adapter>> = {
	x86_64: x86,
	i386: x86,
	arm,
	'arm-lpae': arm,
	arm64,
	loongarch64,
	m68k,
	ppc64,
	riscv64: riscv,
	riscv32: riscv,
	s390x,
};

/** Families whose tables no MMU of QEMU's walks. */
const reasons: Readonly<Record<string, string>> = {
	sparc64: 'the TLB is refilled by software from the TSB: QEMU has no walker',
	parisc64: 'the TLB is refilled by software: QEMU has no walker',
	xtensa:
		'the refill reads entries through virtual addresses (PTEVADDR), of which the description has no map',
	generic: "a machine of the lab's own; QEMU has none like it",
};

/** Families whose large pages QEMU does not know; only small ones are made then. */
const smallPagesOnly: Readonly<Record<string, string>> = {
	s390x: "no large pages: QEMU's CPU has no enhanced DAT",
};

/** Why no large page of a mode can be checked, or undefined where they can. */
export function noLargePages({family}: Arch): string | undefined {
	return smallPagesOnly[family];
}

/** Why one mode of a family that has an adapter cannot be checked. */
function exception({family, pageShift}: Arch): string | undefined {
	return family === 'loongarch64' && pageShift < 14
		? "QEMU's LoongArch keeps translations of 16 KiB (7.2): smaller pages are not told apart"
		: undefined;
}

/** The adapter of a mode, or why there is none. */
export function adapterOf(arch: Arch): Adapter | string {
	const {family} = arch;

	return (
		exception(arch) ??
		adapters[family] ??
		reasons[family] ??
		`no adapter for the family ${family} (scripts/qemu/adapters.ts)`
	);
}
