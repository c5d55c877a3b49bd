/**
 * Runs a WebAssembly program that is written for WASI (preview 1) on files in memory. As much of the interface as Clang
 * uses: it reads files and writes some, has one thread, and everything it does is done when `runWasi` returns.
 */
import {
	createFile,
	createFolder,
	findNode,
	type MemoryFile,
	type MemoryFolder,
	putNode,
} from './memory-files.ts';

/** What became of a program. */
export interface WasiResult {
	exitCode: number;
	stdout: string;
	stderr: string;
	/** What the program died of, if it did not end: a trap, or running out of stack. */
	trap: Error | null;
}

/** Error numbers of the interface. */
const errors = {
	none: 0,
	badFile: 8,
	exists: 20,
	invalid: 28,
	missing: 44,
	notSupported: 52,
	notFolder: 54,
} as const;

const fileTypes = {character: 2, folder: 3, file: 4} as const;

/** The one folder that is open from the start. */
const rootDescriptor = 3;

interface Opened {
	node: MemoryFile | MemoryFolder;
	position: number;
	append: boolean;
}

class ProgramExit extends Error {
	readonly code: number;

	constructor(code: number) {
		super(`exit ${code}`);
		this.code = code;
	}
}

/** Runs a program to its end. What it wrote is there however that comes about. */
export function runWasi(module: WebAssembly.Module, args: readonly string[], root: MemoryFolder): WasiResult {
	const stdout = createFile(new Uint8Array(0x1_0000));
	const stderr = createFile(new Uint8Array(0x1000));
	stdout.length = 0;
	stderr.length = 0;
	const host = createHost(args, root, stdout, stderr);
	const instance = new WebAssembly.Instance(module, {wasi_snapshot_preview1: host.functions});
	const {memory, _start: start} = instance.exports;

	if (!(memory instanceof WebAssembly.Memory) || typeof start !== 'function') {
		throw new Error('not a WASI program: it exports no memory or no _start');
	}

	host.attach(memory);
	let exitCode = 0;
	let trap: Error | null = null;

	try {
		start();
	} catch (error) {
		exitCode = error instanceof ProgramExit ? error.code : 134;
		if (!(error instanceof ProgramExit)) trap = error instanceof Error ? error : new Error(String(error));
	}

	return {exitCode, stdout: textOf(stdout), stderr: textOf(stderr), trap};
}

function textOf({data, length}: MemoryFile): string {
	return new TextDecoder().decode(data.subarray(0, length));
}

function createHost(args: readonly string[], root: MemoryFolder, stdout: MemoryFile, stderr: MemoryFile) {
	let memory: WebAssembly.Memory;
	let view: DataView = new DataView(new ArrayBuffer(0));
	let bytes: Uint8Array = new Uint8Array(0);
	const argv = args.map(arg => new TextEncoder().encode(`${arg}\0`));
	const opened = new Map<number, Opened>([[rootDescriptor, {node: root, position: 0, append: false}]]);
	const outputs = new Map([
		[1, stdout],
		[2, stderr],
	]);

	/** The program's memory moves when it grows. */
	const refresh = (): void => {
		if (view.buffer !== memory.buffer) {
			view = new DataView(memory.buffer);
			bytes = new Uint8Array(memory.buffer);
		}
	};
	const u32 = (at: number, value: number): void => view.setUint32(at, value, true);
	const u64 = (at: number, value: number | bigint): void => view.setBigUint64(at, BigInt(value), true);
	const word = (at: number): number => view.getUint32(at, true);
	const pathAt = (at: number, length: number): string =>
		new TextDecoder().decode(bytes.subarray(at, at + length));

	function writeStat(at: number, node: MemoryFile | MemoryFolder | null): number {
		bytes.fill(0, at, at + 64);
		u64(at, 1);
		u64(at + 8, node?.id ?? 0);
		bytes[at + 16] =
			node === null ? fileTypes.character : node.kind === 'file' ? fileTypes.file : fileTypes.folder;
		u64(at + 24, 1);
		u64(at + 32, node?.kind === 'file' ? node.length : 0);
		return errors.none;
	}

	/** Reads into the buffers that `count` pairs of words from `vectors` on describe; gives how much there was. */
	function readInto(file: MemoryFile, from: number, vectors: number, count: number): number {
		let at = from;

		for (let index = 0; index < count && at < file.length; index++) {
			const length = Math.min(word(vectors + 8 * index + 4), file.length - at);
			bytes.set(file.data.subarray(at, at + length), word(vectors + 8 * index));
			at += length;
		}

		return Math.max(0, at - from);
	}

	function writeFrom(file: MemoryFile, from: number, vectors: number, count: number): number {
		let at = from;

		for (let index = 0; index < count; index++) {
			const start = word(vectors + 8 * index);
			const length = word(vectors + 8 * index + 4);

			if (at + length > file.data.length) {
				const larger = new Uint8Array(2 * (at + length));
				larger.set(file.data.subarray(0, file.length));
				file.data = larger;
			}

			// Most writes are of two or three bytes, where a copy of its own costs more than the bytes.
			if (length < 32) for (let i = 0; i < length; i++) file.data[at + i] = bytes[start + i]!;
			else file.data.set(bytes.subarray(start, start + length), at);

			at += length;
		}

		file.length = Math.max(file.length, at);
		return at - from;
	}

	/** Opens a path below the root; the descriptor, or an error as a negative number. */
	function open(
		path: string,
		create: boolean,
		folderOnly: boolean,
		exclusive: boolean,
		truncate: boolean,
		append: boolean,
	) {
		let node = findNode(root, path);

		if (node === null) {
			if (!create) return -errors.missing;
			node = createFile(new Uint8Array(0));

			try {
				putNode(root, path, node);
			} catch {
				return -errors.notFolder;
			}
		} else if (exclusive) return -errors.exists;

		if (folderOnly && node.kind !== 'folder') return -errors.notFolder;

		if (truncate && node.kind === 'file') {
			node.data = new Uint8Array(0);
			node.length = 0;
		}

		let descriptor = rootDescriptor + 1;
		while (opened.has(descriptor)) descriptor++;
		opened.set(descriptor, {node, position: 0, append});
		return descriptor;
	}

	/** Takes a name away; false when there is none. */
	function unlink(path: string): boolean {
		const parts = path.split('/').filter(part => part !== '' && part !== '.');
		const name = parts.pop() ?? '';
		const folder = findNode(root, parts.join('/'));
		return folder?.kind === 'folder' && folder.entries.delete(name);
	}

	const unsupported = () => errors.notSupported;

	const functions: Record<string, (...values: never[]) => number> = {
		args_sizes_get(count: number, size: number) {
			refresh();
			u32(count, argv.length);
			u32(
				size,
				argv.reduce((sum, arg) => sum + arg.length, 0),
			);
			return errors.none;
		},
		args_get(pointers: number, buffer: number) {
			refresh();
			let at = buffer;
			argv.forEach((arg, index) => {
				u32(pointers + 4 * index, at);
				bytes.set(arg, at);
				at += arg.length;
			});
			return errors.none;
		},
		environ_sizes_get(count: number, size: number) {
			refresh();
			u32(count, 0);
			u32(size, 0);
			return errors.none;
		},
		environ_get: () => errors.none,
		clock_time_get(_clock: number, _precision: bigint, result: number) {
			refresh();
			// The same for every run: nothing that a compiler makes may depend on the time.
			u64(result, 0);
			return errors.none;
		},
		fd_prestat_get(descriptor: number, result: number) {
			if (descriptor !== rootDescriptor) return errors.badFile;
			refresh();
			u32(result, 0);
			u32(result + 4, 1);
			return errors.none;
		},
		fd_prestat_dir_name(_descriptor: number, path: number) {
			refresh();
			bytes[path] = 0x2f;
			return errors.none;
		},
		fd_fdstat_get(descriptor: number, result: number) {
			const file = opened.get(descriptor);
			if (!file && descriptor > 2) return errors.badFile;
			refresh();
			bytes.fill(0, result, result + 24);
			bytes[result] = !file
				? fileTypes.character
				: file.node.kind === 'file'
					? fileTypes.file
					: fileTypes.folder;
			u64(result + 8, 0xffff_ffff_ffff_ffffn);
			u64(result + 16, 0xffff_ffff_ffff_ffffn);
			return errors.none;
		},
		fd_filestat_get(descriptor: number, result: number) {
			const file = opened.get(descriptor);
			if (!file && descriptor > 2) return errors.badFile;
			refresh();
			return writeStat(result, file?.node ?? null);
		},
		path_filestat_get(_folder: number, _flags: number, path: number, length: number, result: number) {
			refresh();
			const node = findNode(root, pathAt(path, length));
			return node === null ? errors.missing : writeStat(result, node);
		},
		path_open(
			_folder: number,
			_lookup: number,
			path: number,
			length: number,
			how: number,
			_rights: bigint,
			_inherited: bigint,
			flags: number,
			result: number,
		) {
			refresh();
			const has = (bit: number) => (how & bit) !== 0;
			const descriptor = open(pathAt(path, length), has(1), has(2), has(4), has(8), (flags & 1) !== 0);
			if (descriptor < 0) return -descriptor;
			u32(result, descriptor);
			return errors.none;
		},
		fd_close(descriptor: number) {
			return opened.delete(descriptor) || descriptor <= 2 ? errors.none : errors.badFile;
		},
		fd_read(descriptor: number, vectors: number, count: number, result: number) {
			const file = opened.get(descriptor);
			refresh();

			if (descriptor === 0) {
				u32(result, 0);
				return errors.none;
			}

			if (file?.node.kind !== 'file') return errors.badFile;
			const length = readInto(file.node, file.position, vectors, count);
			file.position += length;
			u32(result, length);
			return errors.none;
		},
		fd_pread(descriptor: number, vectors: number, count: number, offset: bigint, result: number) {
			const file = opened.get(descriptor);
			if (file?.node.kind !== 'file') return errors.badFile;
			refresh();
			u32(result, readInto(file.node, Number(offset), vectors, count));
			return errors.none;
		},
		fd_write(descriptor: number, vectors: number, count: number, result: number) {
			refresh();
			const output = outputs.get(descriptor);

			if (output) {
				u32(result, writeFrom(output, output.length, vectors, count));
				return errors.none;
			}

			const file = opened.get(descriptor);
			if (file?.node.kind !== 'file') return errors.badFile;
			if (file.append) file.position = file.node.length;
			const length = writeFrom(file.node, file.position, vectors, count);
			file.position += length;
			u32(result, length);
			return errors.none;
		},
		fd_seek(descriptor: number, offset: bigint, whence: number, result: number) {
			const file = opened.get(descriptor);
			if (file?.node.kind !== 'file') return errors.badFile;
			const start = whence === 0 ? 0 : whence === 1 ? file.position : file.node.length;
			const position = start + Number(offset);
			if (position < 0) return errors.invalid;
			file.position = position;
			refresh();
			u64(result, position);
			return errors.none;
		},
		path_unlink_file(_folder: number, path: number, length: number) {
			refresh();
			return unlink(pathAt(path, length)) ? errors.none : errors.missing;
		},
		path_rename(_from: number, path: number, length: number, _to: number, toPath: number, toLength: number) {
			refresh();
			const node = findNode(root, pathAt(path, length));
			if (node === null) return errors.missing;
			unlink(pathAt(path, length));
			putNode(root, pathAt(toPath, toLength), node);
			return errors.none;
		},
		path_create_directory(_folder: number, path: number, length: number) {
			refresh();
			if (findNode(root, pathAt(path, length)) !== null) return errors.exists;
			putNode(root, pathAt(path, length), createFolder());
			return errors.none;
		},
		path_readlink: () => errors.invalid,
		fd_readdir(_descriptor: number, _buffer: number, _length: number, _cookie: bigint, result: number) {
			refresh();
			// The driver looks for installed compilers: there are none.
			u32(result, 0);
			return errors.none;
		},
		random_get(buffer: number, length: number) {
			refresh();
			// For names of unfinished files only; every run is to be alike.
			for (let i = 0; i < length; i++) bytes[buffer + i] = (37 * i + 11) & 0xff;
			return errors.none;
		},
		proc_exit(code: number) {
			throw new ProgramExit(code);
		},
		fd_filestat_set_size: unsupported,
		fd_filestat_set_times: unsupported,
		path_link: unsupported,
		path_remove_directory: unsupported,
		path_symlink: unsupported,
		poll_oneoff: unsupported,
	};

	return {
		functions,
		attach(its: WebAssembly.Memory): void {
			memory = its;
			refresh();
		},
	};
}
