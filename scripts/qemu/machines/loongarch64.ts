/**
 * LoongArch fills its TLB by software, but with instructions that walk: the refill handler here is the kernel's, and lddir and ldpte are
 * QEMU's own reading of the tables. The prober runs in a direct-mapped window.
 */
import {wordBytes} from '../bytes.ts';
import {type Adapter, prober, registerOf, steps} from '../machine.ts';

const csr = {
	crmd: 0x0,
	eentry: 0xc,
	pgdl: 0x19,
	pgdh: 0x1a,
	pgd: 0x1b,
	pwcl: 0x1c,
	pwch: 0x1d,
	stlbps: 0x1e,
	tlbrentry: 0x88,
	tlbrsave: 0x8b,
	tlbrehi: 0x8e,
	dmw0: 0x180,
} as const;

/** csrwr r<from>, <register> */
function write(from: number, to: keyof typeof csr): number {
	return 0x0400_0020 + csr[to] * 0x400 + from;
}

/** csrrd r<to>, <register> */
function read(to: number, from: keyof typeof csr): number {
	return 0x0400_0000 + csr[from] * 0x400 + to;
}

/** The window in which the kernel and the tables' pointers have physical memory. */
const window = 0x9000_0000_0000_0000n;
const windowForKernel = window | 0x11n;
/** Paging on, direct addressing off, privilege level 0. */
const paging = 0x10n;
/** t0 */
const scratch = 12;
const lddir = (level: number) => 0x0640_0000 + level * 0x400 + scratch * 0x20 + scratch;
const ldpte = (half: number) => 0x0644_0000 + half * 0x400 + scratch * 0x20;
const tlbfill = 0x0648_3400;
const ertn = 0x0648_3800;
/** ld.d r5, r6, 0 */
const load = 0x28c0_00c5;

const setUp = [
	write(4, 'dmw0'),
	write(5, 'pgdh'),
	write(6, 'pwcl'),
	write(7, 'pwch'),
	write(8, 'stlbps'),
	write(9, 'tlbrentry'),
	write(10, 'eentry'),
	write(11, 'tlbrehi'),
	write(13, 'crmd'),
];
const loadAt = window + prober.code + BigInt(setUp.length * 4);
const refill = prober.vectors;
const exceptions = window + prober.tables;

/** Three and four levels. */
export const loongarch64: Adapter = subject => {
	const register = (name: string) => registerOf(subject, name);
	const between = subject.arch.levels.length - 2;
	const handler = [
		write(scratch, 'tlbrsave'),
		read(scratch, 'pgd'),
		lddir(3),
		...Array.from({length: between}, (_, index) => lddir(between - index)),
		ldpte(0),
		ldpte(1),
		tlbfill,
		read(scratch, 'tlbrsave'),
		ertn,
	];

	return {
		binary: 'qemu-system-loongarch64',
		package: 'qemu-system-misc',
		arguments: ['-cpu', 'la464-loongarch-cpu'],
		bigEndian: false,
		loadBytes: 8,
		how: 'ld.d through a refill handler: QEMU walks in lddir and ldpte',
		memory: [
			{at: prober.code, bytes: wordBytes([...setUp, load], 4, false)},
			{at: refill, bytes: wordBytes(handler, 4, false)},
		],
		async enter(guest) {
			await guest.set([
				['pc', window + prober.code],
				['r4', windowForKernel],
				['r5', register('PGDH')],
				['r6', register('PWCL')],
				['r7', register('PWCH')],
				['r8', register('STLBPS')],
				['r9', refill],
				['r10', exceptions],
				['r11', register('STLBPS')],
				['r13', paging],
			]);
			await steps(guest, setUp.length);
		},
		beforeLoad: [['pc', loadAt]],
		// The stub looks into the TLB only.
		noLook: true,
		names: {address: 'r6', loaded: 'r5', counter: 'pc'},
		after: {load: loadAt + 4n, fault: exceptions},
		// The exception, its handler, and the load once more.
		mostSteps: handler.length + 3,
	};
};
