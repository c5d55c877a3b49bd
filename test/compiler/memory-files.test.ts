/**
 * Files in memory: paths, and what a tar archive holds.
 */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {createFile, createFolder, findNode, putNode, readTar} from '../../source/compiler/memory-files.ts';

describe('files in memory', () => {
	it('are found by any way of writing their path', () => {
		const root = createFolder();
		const file = createFile(new Uint8Array([1]));
		putNode(root, 'a/b/c.h', file);
		for (const path of ['a/b/c.h', '/a/./b//c.h', 'a/b/../b/c.h', '../a/b/c.h']) {
			assert.equal(findNode(root, path), file, path);
		}
		assert.equal(findNode(root, 'a/b')?.kind, 'folder');
		assert.equal(findNode(root, ''), root);
		for (const path of ['a/c.h', 'a/b/c.h/d', 'b']) assert.equal(findNode(root, path), null, path);
	});

	it('keep a name for one thing', () => {
		const root = createFolder();
		putNode(root, 'a/b', createFile(new Uint8Array()));
		assert.throws(() => putNode(root, 'a/b/c', createFile(new Uint8Array())), /'b' is a file and a folder/);
		assert.throws(() => putNode(root, 'a', createFile(new Uint8Array())), /'a' is a file and a folder/);
	});

	it('come out of a tar archive', () => {
		const folder = mkdtempSync(join(tmpdir(), 'ptelab-tar-'));
		try {
			const long = `${'long/'.repeat(25)}name.h`;
			mkdirSync(join(folder, 'long/'.repeat(25)), {recursive: true});
			writeFileSync(join(folder, 'small.h'), 'x');
			writeFileSync(join(folder, long), 'y'.repeat(1000));
			execFileSync('tar', [
				'-C',
				folder,
				'--format=ustar',
				'-cf',
				join(folder, 'all.tar'),
				'small.h',
				'long',
			]);
			const root = readTar(execFileSync('cat', [join(folder, 'all.tar')]));
			const small = findNode(root, 'small.h');
			const other = findNode(root, long);
			assert.ok(small?.kind === 'file' && other?.kind === 'file');
			assert.equal(Buffer.from(small.data).toString(), 'x');
			assert.equal(Buffer.from(other.data).toString(), 'y'.repeat(1000));
		} finally {
			rmSync(folder, {recursive: true});
		}
	});
});
