/** Errors that the user can mend: one line on standard error and exit status 2. */
import {nearestWord} from '../report/words.ts';

/** Thrown for a mistake on the command line or in a file named there. The message is complete without a stack. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** The user's C does not compile or link; the message is the compiler's own, printed as it is. */
export class CompileFailure extends Error {
	override readonly name = 'CompileFailure';
	/** What went wrong, in a sentence. */
	readonly summary: string;

	/** `arch`: the architecture it was compiled for. */
	constructor(diagnostics: string, arch: string, summary = `the C does not compile for ${arch}`) {
		super(diagnostics);
		this.summary = summary;
	}
}

/**
 * `unknown architecture 'x86': did you mean 'x86_64'? (ptelab list archs)`
 *
 * @param where The command that lists the valid words.
 */
export function unknownWord(
	what: string,
	word: string,
	candidates: readonly string[],
	where: string,
): UsageError {
	const nearest = nearestWord(word, candidates);
	const hint = nearest === undefined ? '' : `: did you mean '${nearest}'?`;
	return new UsageError(`unknown ${what} '${word}'${hint} (${where})`);
}
