/** Machines with the user's C in them: images are made on the spot, with Clang, for the architectures that are asked for. */
import {homedir} from 'node:os';
import {join} from 'node:path';
import {withCandidate} from '../arch/candidates.ts';
import {archById} from '../arch/index.ts';
import {buildImage, type LlvmCache} from '../compiler/build-image.ts';
import {clangVersion} from '../compiler/clang.ts';
import {folderCache} from '../compiler/folder-cache.ts';
import {builtInSources} from '../compiler/source-tree.ts';
import {builtFile} from '../machine/built-file.ts';
import {compileImage, type LoadedImage, rememberImages} from '../machine/image-store.ts';
import type {StartSession} from '../machine/lab.ts';
import {startSession} from '../machine/session.ts';
import {CompileFailure} from './usage-error.ts';
import type {UserSources} from './user-sources.ts';

/**
 * Compiles for the given architectures and gives a function that starts sessions on the images; further architectures are
 * compiled when a session asks for them. Throws a `CompileFailure` with Clang's diagnostics when the C is wrong.
 */
export async function compileUser(user: UserSources, archs: readonly string[]): Promise<StartSession> {
	const folders = [builtFile('llvm'), cacheFolder()];
	const cache = folderCache({version: clangVersion(), folders});
	const store = rememberImages(arch => makeImage(arch, user, cache));
	for (const arch of archs) {
		await store(arch);
	}

	return options => startSession(options, store);
}

async function makeImage(arch: string, user: UserSources, cache: LlvmCache): Promise<LoadedImage> {
	const sources = builtInSources(archById(arch));
	try {
		const image = await buildImage({
			...sources,
			variants: [
				...sources.variants,
				...(user.variant === null
					? []
					: [
							{
								id: withCandidate(user.variant.id, user.candidate),
								files: {[user.variant.id]: user.variant.text},
								candidate: user.candidate,
							},
						]),
			],
			programs: [...sources.programs, ...user.programs.map(({id, text}) => ({id, file: id, text}))],
			cache,
		});
		return await compileImage(image);
	} catch (error) {
		if (error instanceof Error && ['CompileError', 'IrError', 'LinkError'].includes(error.name)) {
			throw new CompileFailure(error.message, arch);
		}

		throw error;
	}
}

function cacheFolder(): string {
	return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ptelab');
}
