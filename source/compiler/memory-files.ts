/** Files in memory, as a program under `wasi-host.ts` sees them. */

/** A file; writing replaces `data` or fills it up to `length`. */
export interface MemoryFile {
	kind: 'file';
	/** Tells files apart: two of one number are taken for the same. */
	id: number;
	/** Its bytes are the first `length` of these. */
	data: Uint8Array;
	length: number;
}

export interface MemoryFolder {
	kind: 'folder';
	id: number;
	entries: Map<string, MemoryFile | MemoryFolder>;
}

let lastId = 0;

/** An empty folder. */
export function createFolder(): MemoryFolder {
	return {kind: 'folder', id: ++lastId, entries: new Map()};
}

/** A file with these bytes, which it shares. */
export function createFile(data: Uint8Array): MemoryFile {
	return {kind: 'file', id: ++lastId, data, length: data.length};
}

/** What is at a path, or null. Empty parts and `.` mean nothing, `..` is the folder above, at the root the root. */
export function findNode(root: MemoryFolder, path: string): MemoryFile | MemoryFolder | null {
	let node: MemoryFile | MemoryFolder | undefined = root;
	const above: MemoryFolder[] = [];

	for (const part of path.split('/')) {
		if (part === '' || part === '.') continue;
		if (node?.kind !== 'folder') return null;

		if (part === '..') {
			node = above.pop() ?? root;
		} else {
			above.push(node);
			node = node.entries.get(part);
		}
	}

	return node ?? null;
}

/** Puts something at a path of plain names, with the folders on the way. Throws where a name on the way is a file. */
export function putNode(root: MemoryFolder, path: string, node: MemoryFile | MemoryFolder): void {
	const parts = path.split('/').filter(part => part !== '' && part !== '.');
	const last = parts.pop();
	let folder = root;

	for (const part of parts) {
		const next = folder.entries.get(part) ?? createFolder();

		if (next.kind === 'file') {
			throw new Error(`'${path}': '${part}' is a file and a folder at once`);
		}

		folder.entries.set(part, next);
		folder = next;
	}

	if (last !== undefined) {
		if (node.kind === 'file' && folder.entries.get(last)?.kind === 'folder') {
			throw new Error(`'${path}': '${last}' is a file and a folder at once`);
		}

		folder.entries.set(last, node);
	}
}

/** The files of a tar archive as a folder; their bytes are those of the archive. Links and the like are left out. */
export function readTar(archive: Uint8Array): MemoryFolder {
	const root = createFolder();
	const text = (at: number, length: number) =>
		Buffer.from(archive.buffer, archive.byteOffset + at, length)
			.toString('latin1')
			.replace(/\0.*/s, '');

	for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
		const size = Number.parseInt(text(at + 124, 12), 8) || 0;
		const type = text(at + 156, 1);
		const prefix = text(at + 257, 5) === 'ustar' ? text(at + 345, 155) : '';

		if (type === '' || type === '0') {
			const path = `${prefix === '' ? '' : `${prefix}/`}${text(at, 100)}`;
			putNode(root, path, createFile(archive.subarray(at + 512, at + 512 + size)));
		}

		at += 512 + Math.ceil(size / 512) * 512;
	}

	return root;
}
