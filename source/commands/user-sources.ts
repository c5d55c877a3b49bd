/** The user's own C files in place of a variant or a program: `--variant mine.c`, `--inject churn,bug.c`. */
import {basename} from 'node:path';
import {type CandidateId, plainVariant} from '../arch/candidates.ts';
import {type Catalog, chooseCandidate} from './catalog.ts';
import type {Context} from './context.ts';
import {type CommandLine, listValue, wordValue} from './parse-command-line.ts';
import {UsageError} from './usage-error.ts';

/** A C file of the user. */
export interface UserFile {
	/** Name of the file without its folders: what it is called in tables and on the screen. */
	id: string;
	text: string;
}

export interface UserSources {
	variant: UserFile | null;
	/** What the variant is compiled with. */
	candidate: CandidateId;
	programs: UserFile[];
}

/** Whether a word names a C file rather than something built in. */
export function isCFile(word: string): boolean {
	return plainVariant(word).endsWith('.c');
}

/** The id that a word on the command line stands for. */
export function idOfWord(word: string): string {
	return isCFile(word) ? basename(word) : word;
}

/** Reads the C files that the flags name; null when they name none. Throws a `UsageError` on one that cannot be read. */
export async function readUserSources(line: CommandLine, context: Context): Promise<UserSources | null> {
	const variantWord = wordValue(line, 'variant');
	const programWords = [...(listValue(line, 'programs') ?? []), ...(listValue(line, 'inject') ?? [])].filter(
		word => isCFile(word),
	);
	if ((variantWord === undefined || !isCFile(variantWord)) && programWords.length === 0) {
		return null;
	}

	const ids = programWords.map(word => idOfWord(word));
	const twice = ids.find((id, index) => ids.indexOf(id) < index);
	if (twice !== undefined) {
		throw new UsageError(`two programs are called '${twice}': give one of the files another name`);
	}

	return {
		variant:
			variantWord !== undefined && isCFile(variantWord) ? await readUserFile(variantWord, context) : null,
		candidate: chooseCandidate(line),
		programs: await Promise.all(programWords.map(word => readUserFile(word, context))),
	};
}

/** The catalog with the user's files in it, so that flags and menus can name them. */
export function withUserSources(catalog: Catalog, user: UserSources | null): Catalog {
	if (user === null) {
		return catalog;
	}

	const entry = (id: string) => ({id, text: `your file ${id}`, claims: []});
	return {
		...catalog,
		variants: [
			...catalog.variants,
			...(user.variant === null ? [] : [{...entry(user.variant.id), upstream: '', candidates: true}]),
		],
		programs: [...catalog.programs, ...user.programs.map(({id}) => ({...entry(id), kind: 'user', key: ''}))],
	};
}

/** The usual reasons, in plain words. */
const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'no such file',
	EISDIR: 'it is a directory',
	EACCES: 'permission denied',
};

/** Reads one C file or patch. Throws a `UsageError` when it cannot be read. */
export async function readUserFile(path: string, context: Context): Promise<UserFile> {
	try {
		return {id: idOfWord(path), text: await context.readFile(path)};
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		const reason = reasons[code ?? ''] ?? (error instanceof Error ? error.message : String(error));
		throw new UsageError(`cannot read '${path}': ${reason}`);
	}
}
