/**
 * Applies a user's patch to the lab's own files, with the system's `patch`: a unified diff, or mail with one or several. What
 * it says about files that the lab has not got is left out and told.
 */
import {spawn} from 'node:child_process';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, posix} from 'node:path';
import type {Arch} from '../arch/arch.ts';
import {patchBasePath} from './user-patch-base.ts';
import {patchTexts} from './user-patch-mail.ts';
import {PatchError, UserCodeError} from './user-unit-error.ts';

/** What a patch is applied to, by path in a kernel tree. */
export interface PatchTargets {
	/** Text of `kernel/bpf/arena.c`. */
	arena: string;
	/** Text of the architecture's `pgtable.h`. */
	arch: string;
	/** Text of `include/linux/pgtable.h`. */
	generic: string;
}

/** What came of it. */
export interface PatchResult extends PatchTargets {
	/** Parts that were changed. */
	changed: (keyof PatchTargets)[];
	/** Files of the patch that were left out, and why. One sentence each. */
	notes: string[];
}

/** Name of an architecture's folder in a kernel tree, where it is not the lab's. */
const kernelFolders: Readonly<Record<string, string>> = {
	x86_64: 'x86',
	i386: 'x86',
	'arm-lpae': 'arm',
	riscv64: 'riscv',
	riscv32: 'riscv',
	s390x: 's390',
};

/** One file's part of a patch. */
interface FilePatch {
	/** Path in the kernel tree, as far as the patch tells. */
	path: string;
	text: string;
}

/**
 * Applies all of `patchText` to copies of the targets. Rejects with a `UserCodeError` that says what `patch` said when a part
 * for `kernel/bpf/arena.c` does not fit, when none is for it, or when there is no `patch` program. A part for a header of the
 * page tables that does not fit is left out.
 *
 * @param path The patch file as the user names it, for messages.
 */
export async function applyPatch(
	path: string,
	patchText: string,
	targets: PatchTargets,
	arch: Pick<Arch, 'id' | 'family'>,
): Promise<PatchResult> {
	const parts = patchTexts(patchText).flatMap(({text}) => splitFiles(text));
	const result: PatchResult = {...targets, changed: [], notes: []};

	if (parts.length === 0) {
		throw new PatchError(`${path}: error: no patch in it: a unified diff or an mbox is wanted`);
	}

	const folder = await mkdtemp(join(tmpdir(), 'ptelab-patch-'));
	try {
		for (const part of parts) {
			const target = targetOf(part.path, arch);
			if (target === null) {
				result.notes.push(`${part.path}: left out, ${reasonOf(part.path, arch)}`);
				continue;
			}

			const applied = await applyTo(folder, result[target], part);
			if (applied.text !== null) {
				result[target] = applied.text;
				result.changed.push(target);
				result.notes.push(...looseFits(part.path, applied.said));
			} else if (target === 'arena') {
				throw new PatchError(
					`${path}: error: does not fit the lab's ${patchBasePath}; patch says\n${applied.said}`,
				);
			} else {
				result.notes.push(
					`${part.path}: left out, since it does not fit the lab's own header; patch says\n${applied.said}`,
				);
			}
		}
	} finally {
		await rm(folder, {recursive: true, force: true});
	}

	if (result.changed.length === 0) {
		throw new PatchError([`${path}: error: changes nothing that the lab has`, ...result.notes].join('\n'));
	}

	result.changed = [...new Set(result.changed)];

	return result;
}

/** The parts of a diff, one for each file; what stands between them is not looked at. */
function splitFiles(text: string): FilePatch[] {
	const heads = [...text.matchAll(/^--- (\S+).*\n\+\+\+ (\S+).*\n(?=@@ )/gm)];

	return heads.map((head, index) => {
		const [, from = '', to = ''] = head;
		const next = heads[index + 1]?.index ?? text.length;
		// What precedes the next file's head belongs to nobody: its `diff --git` line, the end of a message.
		const body = text.slice(head.index, next).replace(/\n(?:diff --git |-- \n)[\s\S]*$/, '\n');

		return {path: kernelPath(to === '/dev/null' ? from : to), text: body};
	});
}

/** Without the `a/` or `b/` of git, and from the kernel's root on where the whole path was given. */
function kernelPath(path: string): string {
	const plain = path.replace(/^[ab]\//, '');
	const rooted = /(?:^|\/)((?:kernel\/bpf|include\/linux|arch\/[\w-]+)\/.*)$/.exec(plain)?.[1];

	return rooted ?? plain;
}

function targetOf(path: string, arch: Pick<Arch, 'family'>): keyof PatchTargets | null {
	if (path === patchBasePath || /^arena(\.\w+)?\.c$/.test(posix.basename(path))) {
		return 'arena';
	}

	if (path === 'include/linux/pgtable.h') {
		return 'generic';
	}

	return path === archHeaderPath(arch) ? 'arch' : null;
}

function archHeaderPath({family}: Pick<Arch, 'family'>): string {
	return `arch/${kernelFolders[family] ?? family}/include/asm/pgtable.h`;
}

function reasonOf(path: string, arch: Pick<Arch, 'id' | 'family'>): string {
	return /^arch\/[^/]+\/include\/asm\/pgtable\.h$/.test(path)
		? `since this is ${arch.id}`
		: 'since the lab has no such file';
}

/** Hunks that went in elsewhere than they say, or against other lines around them: whoever wrote them should look at that. */
function looseFits(path: string, said: string): string[] {
	return said
		.split('\n')
		.filter(line => /^Hunk #\d+ succeeded at /.test(line))
		.map(line => `${path}: ${line.replace(/^H/, 'h').replace(/\.$/, '')}`);
}

/** The changed text, or null with what `patch` said. */
async function applyTo(
	folder: string,
	text: string,
	part: FilePatch,
): Promise<{text: string | null; said: string}> {
	const file = join(folder, posix.basename(part.path));
	const rejects = join(folder, 'rejects');
	const flags = ['--unified', '--force', '--no-backup-if-mismatch', `--reject-file=${rejects}`, file];
	await writeFile(file, text);
	const trial = await run(['--dry-run', ...flags], part.text, folder);

	if (trial.status !== 0) {
		// Once more, for the hunks that do not fit.
		await run(flags, part.text, folder);
		const hunks = await readFile(rejects, 'utf8').catch(() => '');
		return {text: null, said: `${trial.said}${hunks}`.replaceAll(`${folder}/`, '').trimEnd()};
	}

	await run(flags, part.text, folder);

	return {text: await readFile(file, 'utf8'), said: trial.said};
}

/** Runs `patch`; its output and its complaints in the order they came. */
function run(
	flags: readonly string[],
	input: string,
	folder: string,
): Promise<{status: number; said: string}> {
	return new Promise((resolve, reject) => {
		const child = spawn('patch', flags, {cwd: folder, env: {...process.env, LC_ALL: 'C'}});
		let said = '';
		const collect = (bytes: Buffer) => {
			said += bytes.toString();
		};
		child.stdout.on('data', collect);
		child.stderr.on('data', collect);
		child.on('error', error =>
			reject(
				(error as NodeJS.ErrnoException).code === 'ENOENT'
					? new UserCodeError(
							"a patch needs the program 'patch', which is not installed (Debian: apt install patch)",
						)
					: error,
			),
		);
		child.on('close', status => resolve({status: status ?? 1, said}));
		// A patch that is refused early leaves the rest of its input unread.
		child.stdin.on('error', () => {});
		child.stdin.end(input);
	});
}
