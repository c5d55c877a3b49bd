/**
 * s390x in secondary-space mode: instructions come from the primary space, which is the real space here, data from the
 * secondary one, which has the tables of the image.
 */
import {wordBytes} from '../bytes.ts';
import {type Adapter, prober, registerOf} from '../machine.ts';

/** PSW: DAT on, secondary space, 64-bit addresses. */
const secondary = 0x0400_8001_8000_0000n;
const real = 0x0000_0001_8000_0000n;
/** A real-space designation: the space is real memory. */
const realSpace = 0x20n;
/** Secondary-space control. */
const control0 = 0x0400_0000n;
/** Where a program interruption finds its new PSW. */
const programNewPsw = 0x1d0n;

/** Tables of any type that the CR1 of the manifest names. */
export const s390x: Adapter = subject => ({
	binary: 'qemu-system-s390x',
	package: 'qemu-system-misc',
	// Without a machine its CPU stays in the stopped state.
	arguments: ['-M', 's390-ccw-virtio', '-cpu', 'max'],
	bigEndian: true,
	loadBytes: 8,
	how: 'lg in secondary-space mode',
	memory: [
		// lg %r2, 0(%r3)
		{at: prober.code, bytes: Uint8Array.of(0xe3, 0x20, 0x30, 0x00, 0x00, 0x04)},
		{at: programNewPsw, bytes: wordBytes([real, prober.vectors], 8, true)},
	],
	async enter(guest) {
		await guest.set([
			['cr0', control0],
			['cr7', registerOf(subject, 'CR1')],
			['pswm', secondary],
		]);
	},
	beforeLoad: [
		['cr1', realSpace],
		['pswm', secondary],
		['pswa', prober.code],
	],
	// The stub looks in the primary space only.
	beforeLook: [
		['cr1', registerOf(subject, 'CR1')],
		['pswm', secondary],
	],
	names: {address: 'r3', loaded: 'r2', counter: 'pswa'},
	after: {load: prober.code + 6n, fault: prober.vectors},
});
