import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, test} from 'node:test';
import {connectGdb} from '../../../scripts/qemu/gdb.ts';

/** A stub that takes one message, checks nothing and sends a text back. */
async function withStub(
	answer: string,
	act: (path: string, received: string[]) => Promise<void>,
): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'ptelab-gdb-'));
	const received: string[] = [];
	const sockets: Socket[] = [];
	const server = createServer(socket => {
		sockets.push(socket);
		socket.on('data', data => {
			received.push(data.toString('latin1'));
			socket.write(answer, 'latin1');
		});
		socket.on('error', () => {});
	});
	const path = join(folder, 'gdb');
	await new Promise<void>(resolve => server.listen(path, resolve));

	try {
		await act(path, received);
	} finally {
		server.close();

		for (const socket of sockets) {
			socket.destroy();
		}

		await rm(folder, {recursive: true, force: true});
	}
}

suite('the remote protocol', () => {
	test('answers come in order, runs are expanded, and what the monitor prints precedes its OK', async () => {
		await withStub('+$OK#9a+$0*"01#00$O6869#00$OK#9a', async (path, received) => {
			const gdb = await connectGdb(path);
			assert.deepEqual(await gdb.ask('P0=1', 'p1', 'qRcmd,00'), ['OK', '00000001', 'hiOK']);
			assert.deepEqual(received, [
				['P0=1', 'p1', 'qRcmd,00'].map(text => `$${text}#${checksum(text)}`).join(''),
			]);
			gdb.close();
		});
	});

	test('a stub that goes away is an error', async () => {
		await withStub('', async path => {
			const gdb = await connectGdb(path);
			const asked = gdb.ask('s');
			gdb.close();
			await assert.rejects(asked, /closed the connection/);
		});
	});
});

function checksum(payload: string): string {
	const sum = [...payload].reduce((all, character) => all + character.charCodeAt(0), 0);

	return (sum & 0xff).toString(16).padStart(2, '0');
}
