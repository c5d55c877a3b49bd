/** What `explore` and `check` need of the explorer. They see nothing else of it, so that tests can hand them something else. */
import type {CandidateId} from '../arch/candidates.ts';
import type {RunCases} from '../explore/run-cases.ts';
import type {SourceText} from '../report/explore-words.ts';

/** The user's own C. */
export interface UserSource {
	/** `c`: a file with callbacks. `patch`: a patch or mbox against the base's file. */
	kind: 'c' | 'patch';
	/** As the user wrote it. */
	path: string;
	text: string;
	/** Id of the variant that everything comes from which the file does not define. */
	base: string;
	/** The page-table helpers it is compiled with. Default: as upstream. */
	candidate?: CandidateId;
}

/** The user's own C, compiled. */
export interface PreparedUser {
	/** Id for its cases; no variant of the lab has it. */
	variant: string;
	/** Runs its cases, and those of no other variant. */
	run: RunCases;
	/** Names of what it defines itself. */
	defines: string[];
	/** What else the user should know of how it was taken, a sentence each. */
	notes: string[];
	/** Lines of its own files; null for others. */
	sourceText?: SourceText;
}

/** Compiles for these architectures. Rejects with a `CompileFailure` when the C is wrong, with a `UsageError` when a patch does not apply. */
export type PrepareUser = (source: UserSource, archs: readonly string[]) => Promise<PreparedUser>;

/** The explorer as a command has it. */
export interface Explorer {
	/** Runs cases of the lab's own variants. */
	runCases: RunCases;
	/** Runs port scenarios alone, on images that the build has of every architecture mode. */
	runPortCases: RunCases;
	prepareUser: PrepareUser;
	/** Lines of the built-in C as an architecture is compiled with it. */
	sourceText(arch: string): SourceText;
	/** The file that patches to a base are made against, and its path in a kernel tree. */
	patchBase(base: string): {path: string; text: string};
}
