/**
 * Compiler output kept in files, compressed, so that a C file that has been compiled once is only read. The build ships what
 * it compiled: a user's own C then costs Clang for that file alone.
 */
import {randomUUID} from 'node:crypto';
import {mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {gunzip, gzip} from 'node:zlib';
import type {LlvmCache} from './build-image.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

export interface FolderCacheOptions {
	/** Compiler version: output of another one is not found. */
	version: string;
	/** Folders that are looked into, in this order; the last is the one that is written to. */
	folders: readonly string[];
	/** Gets the file name of everything that was looked for. */
	used?: (file: string) => void;
}

/** A cache over folders. A folder that cannot be read or written to only costs time. */
export function folderCache({version, folders, used}: FolderCacheOptions): LlvmCache {
	const nameOf = (key: string) => `${version}-${key}.ll.gz`;

	return {
		async get(key) {
			used?.(nameOf(key));

			for (const folder of folders) {
				try {
					return (await decompress(await readFile(join(folder, nameOf(key))))).toString('utf8');
				} catch {
					// Not there, or damaged: it will be compiled.
				}
			}

			return null;
		},
		async set(key, llvm) {
			const folder = folders.at(-1);

			if (folder === undefined) return;

			// Another process may look for the same file: it finds the whole of it or nothing.
			const unfinished = join(folder, `${randomUUID()}.unfinished`);

			try {
				await mkdir(folder, {recursive: true});
				await writeFile(unfinished, await compress(llvm));
				await rename(unfinished, join(folder, nameOf(key)));
			} catch {
				await rm(unfinished, {force: true}).catch(() => undefined);
			}
		},
	};
}
