/**
 * RISC-V: the prober runs in machine mode, whose fetches are not translated, and loads with MPRV set, as if it were supervisor
 * mode: the load goes through the tables of satp.
 */
import {wordBytes} from '../bytes.ts';
import {type Adapter, prober, registerOf} from '../machine.ts';

/** mstatus: MPRV, and MPP = supervisor. */
const asSupervisor = (1n << 17n) | (1n << 11n);

/** Every mode of satp, with 64 and 32 bits. */
export const riscv: Adapter = subject => {
	const isWide = subject.arch.pointerBits === 64;

	return {
		binary: isWide ? 'qemu-system-riscv64' : 'qemu-system-riscv32',
		package: 'qemu-system-misc',
		// Without physical memory protection, which would have to be opened first.
		arguments: ['-cpu', isWide ? 'rv64,pmp=false' : 'rv32,pmp=false'],
		bigEndian: false,
		loadBytes: isWide ? 8 : 4,
		how: `${isWide ? 'ld' : 'lw'} in machine mode with MPRV, as supervisor`,
		// ld a1, 0(a0) or lw a1, 0(a0)
		memory: [{at: prober.code, bytes: wordBytes([isWide ? 0x0005_3583 : 0x0005_2583], 4, false)}],
		async enter(guest) {
			await guest.set([
				['mtvec', prober.vectors],
				['satp', registerOf(subject, 'satp')],
			]);
		},
		// A fault leaves mstatus with MPP = machine.
		beforeLoad: [
			['pc', prober.code],
			['mstatus', asSupervisor],
		],
		names: {address: 'a0', loaded: 'a1', counter: 'pc'},
		after: {load: prober.code + 4n, fault: prober.vectors},
	};
};
