/** The user's own C for `explore` and `check`: reading it, and having it compiled. */
import {basename} from 'node:path';
import type {CandidateId} from '../arch/candidates.ts';
import type {Context} from './context.ts';
import type {Explorer, PreparedUser, UserSource} from './explore-runner.ts';
import {UsageError} from './usage-error.ts';
import {readUserFile} from './user-sources.ts';

const patchName = /\.(patch|diff|mbox)$/;

/** Whether a file of that name is a patch. */
export function isPatchName(path: string): boolean {
	return patchName.test(path);
}

/** Reads a file. Throws a `UsageError` when it cannot be read, or is neither C nor a patch by its name. */
export async function readUserSource(
	path: string,
	{base, candidate, isPatch}: {base: string; candidate: CandidateId; isPatch: boolean},
	context: Context,
): Promise<UserSource> {
	if (!isPatch && !path.endsWith('.c') && !isPatchName(path)) {
		throw new UsageError(
			`'${path}' is neither a C file (*.c) nor a patch (*.patch, *.diff, *.mbox, or any name with --patch)`,
		);
	}

	const {text} = await readUserFile(path, context);
	return {kind: isPatch || isPatchName(path) ? 'patch' : 'c', path, text, base, candidate};
}

/** Compiles it. Rejects with a `CompileFailure` when the C is wrong. */
export async function prepareUser(
	source: UserSource,
	archs: readonly string[],
	{explorer, context}: {explorer: Explorer; context: Context},
): Promise<PreparedUser> {
	if (context.stderr.isTerminal) {
		context.stderr.write(`ptelab: compiling ${basename(source.path)} for ${archs.join(', ')}\n`);
	}

	return explorer.prepareUser(source, archs);
}

/** What it defines and what not, in a sentence. */
export function definesText({path, base}: UserSource, {defines}: PreparedUser): string {
	const name = basename(path);
	return defines.length === 0
		? `${name} defines no callback: everything is that of ${base}.`
		: `${name} defines ${defines.join(', ')}; everything else is that of ${base}.`;
}
