/**
 * The built-in C texts: read from the source folders when images are built, or from the copies that the build leaves
 * beside the program, for users who compile C of their own.
 */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {Arch} from '../arch/arch.ts';
import {candidates, withCandidate} from '../arch/candidates.ts';
import {variants} from '../kernel/variants/index.ts';
import {programs} from '../programs/index.ts';
import type {BuildImageInput, SourceTree} from './build-image.ts';

/** Folders of the built-in C. */
export interface SourceFolders {
	/** Of the kernel: `include/`, `mm/`, … */
	kernel: string;
	/** Of the BPF programs. */
	programs: string;
	/** Of the architectures: `<family>/pgtable.h`. */
	arch: string;
}

/** The copies beside the program if there are any, else the source folders. */
export function builtInFolders(): SourceFolders {
	const beside = fileURLToPath(new URL('./kernel-sources', import.meta.url));
	const root = existsSync(beside) ? beside : fileURLToPath(new URL('../../source', import.meta.url));

	return {kernel: `${root}/kernel`, programs: `${root}/programs`, arch: `${root}/arch`};
}

/** Everything `buildImage()` needs for the built-in image of an architecture mode. */
export function builtInSources(
	arch: Arch,
	folders: SourceFolders = builtInFolders(),
): Omit<BuildImageInput, 'cache' | 'warn'> {
	const tree = readTree(folders.kernel);

	return {
		arch,
		pgtable: readFileSync(`${folders.arch}/${arch.family}/pgtable.h`, 'utf8'),
		// Of the variants the headers only: what several of them share.
		kernel: Object.fromEntries(
			Object.entries(tree).filter(([path]) => !path.startsWith('variants/') || path.endsWith('.h')),
		),
		variants: candidates.flatMap(({id: candidate}) =>
			variants
				.filter(each => candidate === 'upstream' || each.candidates === true)
				.map(({id, file}) => ({
					id: withCandidate(id, candidate),
					files: {[`variants/${file}`]: readFileSync(`${folders.kernel}/variants/${file}`, 'utf8')},
					candidate,
				})),
		),
		programs: programs.map(({id, file}) => ({
			id,
			file: `programs/${file}`,
			text: readFileSync(`${folders.programs}/${file}`, 'utf8'),
		})),
	};
}

/** All C and header files below a folder, by path with forward slashes, sorted. */
export function readTree(folder: string): SourceTree {
	const paths = readdirSync(folder, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile() && /\.[ch]$/.test(entry.name))
		.map(entry => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1).replaceAll('\\', '/'))
		.sort();

	return Object.fromEntries(paths.map(path => [path, readFileSync(`${folder}/${path}`, 'utf8')]));
}
