/** What is wrong with a user's C before or after Clang sees it, in the form of Clang's own messages. */
import type {SourceTree} from './unit-compiler.ts';
import {type Item, scanItems} from './user-unit-scan.ts';

/** The user's C or patch cannot become a variant. The message is complete: file, line, cause. */
export class UserCodeError extends Error {
	override readonly name: string = 'UserCodeError';
}

/** A patch does not apply. */
export class PatchError extends UserCodeError {
	override readonly name = 'PatchError';
}

/** Finds the word that was probably meant. */
export type NearestWord = (word: string, candidates: readonly string[]) => string | undefined;

/** What `explainLinkProblem()` knows of the user's file. */
export interface LinkContext {
	path: string;
	items: readonly Item[];
	kernel: SourceTree;
	nearest: NearestWord;
}

/**
 * One line of a `LinkError`, for a name that the user's text declares and nobody defines: with the function that uses it and
 * the name that was probably meant. Every other line is given back as it is.
 */
export function explainLinkProblem(problem: string, {path, items, kernel, nearest}: LinkContext): string {
	const [, file = '', line = '', name = ''] =
		/^(.+):(\d+): undefined symbol '([^']+)' in /.exec(problem) ?? [];

	if (file !== path) {
		return problem;
	}

	const inside = items.findLast(item => item.kind === 'function' && item.line <= Number(line));
	const where = inside === undefined ? '' : `${inside.name}() uses `;
	const meant = nearest(name, knownFunctions(kernel));
	const hint = meant === undefined ? '' : `; did you mean '${meant}'?`;

	return `${file}:${line}: error: ${where}'${name}', which is declared but defined nowhere${hint}`;
}

/** Names of the functions that a variant can call. */
function knownFunctions(kernel: SourceTree): string[] {
	const names = Object.entries(kernel).flatMap(([path, text]) =>
		scanItems(text)
			.filter(
				({kind, name, tokens}) =>
					(kind === 'function' && (path.endsWith('.h') || tokens[0]?.text !== 'static')) ||
					(path.endsWith('.h') && kind === 'prototype') ||
					(path.endsWith('.h') && kind === 'macro' && /^[a-z]/.test(name)),
			)
			.map(({name}) => name),
	);

	return [...new Set(names)].filter(name => !/^(lab_|__)/.test(name));
}
