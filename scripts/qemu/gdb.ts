/**
 * The little of the GDB remote protocol that QEMU's stub needs. Acknowledgements are never sent: the stub takes the start of
 * the next packet for one, and any byte that came while the guest runs would stop it.
 */
import {connect, type Socket} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';

/** QEMU answers within this, or hangs. */
const answerMilliseconds = 60_000;
const connectMilliseconds = 30_000;

export interface Gdb {
	/**
	 * Sends packets at once and gives their answers, in order; what the monitor prints stands before its OK. Only the last packet
	 * may let the guest run.
	 */
	ask(...packets: string[]): Promise<string[]>;
	close(): void;
}

/** Connects to a stub that is being started. */
export async function connectGdb(path: string): Promise<Gdb> {
	const socket = await connectSoon(path);
	let buffer = '';
	let output = '';
	let waiting: {
		count: number;
		answers: string[];
		resolve(answers: string[]): void;
		reject(error: Error): void;
	} | null = null;

	const fail = (error: Error) => {
		waiting?.reject(error);
		waiting = null;
	};

	socket.setEncoding('latin1');
	socket.on('error', fail);
	socket.on('close', () => fail(new Error('QEMU closed the connection')));
	socket.on('data', (text: string) => {
		buffer += text;

		for (;;) {
			const end = buffer.indexOf('#');
			const start = buffer.indexOf('$');

			if (start === -1 || end === -1 || buffer.length < end + 3) {
				return;
			}

			const payload = expandRuns(buffer.slice(start + 1, end));
			buffer = buffer.slice(end + 3);

			// What a monitor command prints comes in packets of its own, before its OK.
			if (/^O[\da-f]/.test(payload)) {
				output += Buffer.from(payload.slice(1), 'hex').toString();
				continue;
			}

			waiting?.answers.push(output + payload);
			output = '';

			if (waiting !== null && waiting.answers.length === waiting.count) {
				const {resolve, answers} = waiting;
				waiting = null;
				resolve(answers);
			}
		}
	});

	return {
		ask: (...packets) =>
			new Promise((resolve, reject) => {
				const limit = setTimeout(
					() => fail(new Error(`QEMU does not answer ${packets.at(-1)}`)),
					answerMilliseconds,
				);
				waiting = {
					count: packets.length,
					answers: [],
					resolve(answers) {
						clearTimeout(limit);
						resolve(answers);
					},
					reject(error) {
						clearTimeout(limit);
						reject(error);
					},
				};
				socket.write(packets.map(frame).join(''), 'latin1');
			}),
		close: () => socket.destroy(),
	};
}

async function connectSoon(path: string): Promise<Socket> {
	const limit = performance.now() + connectMilliseconds;

	for (;;) {
		try {
			return await new Promise<Socket>((resolve, reject) => {
				const socket = connect(path);
				socket.once('connect', () => resolve(socket));
				socket.once('error', reject);
			});
		} catch (error) {
			if (performance.now() > limit) {
				throw error;
			}

			await sleep(20);
		}
	}
}

function frame(payload: string): string {
	let sum = 0;

	for (let index = 0; index < payload.length; index++) {
		sum += payload.charCodeAt(index);
	}

	return `$${payload}#${(sum & 0xff).toString(16).padStart(2, '0')}`;
}

/** `0*"` is six zeros: the character after the star says how many more, plus 29. */
function expandRuns(payload: string): string {
	return payload.replaceAll(/(.)\*(.)/gs, (_, character: string, count: string) =>
		character.repeat(1 + count.charCodeAt(0) - 29),
	);
}

/** Hexadecimal text of bytes, and back. */
export function toHex(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** Bytes of hexadecimal text. */
export function fromHex(text: string): Uint8Array {
	return Uint8Array.from(Buffer.from(text, 'hex'));
}
