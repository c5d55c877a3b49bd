/** The explorer as commands have it: cases on worker threads, on the images of the build or on one with the user's C in it. */
import {homedir} from 'node:os';
import {join} from 'node:path';
import {archById} from '../arch/index.ts';
import {clangVersion} from '../compiler/clang.ts';
import type {StepImage} from '../compiler/emit-step.ts';
import {folderCache} from '../compiler/folder-cache.ts';
import {builtInSources} from '../compiler/source-tree.ts';
import type {LlvmCache} from '../compiler/unit-compiler.ts';
import {type UserVariant, userVariant} from '../compiler/user-variant.ts';
import {buildExploreImage} from '../explore/build-explore-image.ts';
import {
	builtExploreImages,
	compileExploreImage,
	type ExploreImages,
	rememberExploreImages,
} from '../explore/explore-images.ts';
import {runOnPool} from '../explore/pool.ts';
import type {RunCases} from '../explore/run-cases.ts';
import {scenarioSources} from '../explore/scenario-sources.ts';
import {builtFile} from '../machine/built-file.ts';
import type {SourceText} from '../report/explore-words.ts';
import {nearestWord} from '../report/words.ts';
import type {Explorer, PreparedUser, UserSource} from './explore-runner.ts';
import {builtInSourceText} from './explore-source-text.ts';
import {CompileFailure} from './usage-error.ts';

/** The explorer of this program. Images are loaded when a case needs them. */
export function createExplorer(): Explorer {
	return {
		runCases: runOn(builtExploreImages()),
		prepareUser,
		sourceText: builtInSourceText,
	};
}

function runOn(images: ExploreImages): RunCases {
	return (jobs, {report, progress, signal, jobs: workers}) =>
		runOnPool(jobs, {workers, images, report, progress, signal});
}

/** Compiles what the user brings for each architecture at once, so that what is wrong with it comes before any case. */
async function prepareUser(source: UserSource, archs: readonly string[]): Promise<PreparedUser> {
	const cache = folderCache({version: clangVersion(), folders: [builtFile('llvm'), cacheFolder()]});
	const notes = new Set<string>();
	const defines = new Set<string>();
	let variant = '';
	const images = rememberExploreImages(async arch => {
		const made = await makeImage(source, arch, cache);
		variant = made.variant;
		for (const note of made.notes) notes.add(note);
		for (const name of made.defines) defines.add(name);
		return compileExploreImage(made.image);
	});
	for (const arch of archs) await images(arch);
	return {
		variant,
		run: runOn(images),
		defines: [...defines],
		notes: [...notes],
		sourceText: textOf(source),
	};
}

interface UserImage extends Pick<UserVariant, 'defines' | 'notes'> {
	variant: string;
	image: StepImage;
}

async function makeImage(source: UserSource, arch: string, cache: LlvmCache): Promise<UserImage> {
	const sources = builtInSources(archById(arch));
	let made: UserVariant | undefined;
	try {
		made = await userVariant(source, archById(arch), sources);
		const image = await buildExploreImage({
			...sources,
			variants: [made.variant],
			...scenarioSources(arch),
			cache,
			optimize: false,
		});
		return {variant: made.variant.id, image, defines: made.defines, notes: made.notes};
	} catch (error) {
		throw explained(error, arch, made);
	}
}

/** What is wrong with the user's C becomes a failure to compile; anything else is a fault of the lab. */
function explained(error: unknown, arch: string, made: UserVariant | undefined): unknown {
	if (!(error instanceof Error)) return error;
	switch (error.name) {
		case 'CompileError':
		case 'IrError':
		case 'UserCodeError':
			return new CompileFailure(error.message, arch);
		case 'LinkError': {
			const lines = error.message.split('\n').map(line => made?.explain(line, nearestWord) ?? line);
			return new CompileFailure(lines.join('\n'), arch);
		}
		default:
			return error;
	}
}

/** Lines of a user's C file. What a patch made of the lab's own text is not kept. */
function textOf({kind, path, text}: UserSource): SourceText {
	const lines = text.split('\n');
	return (file, line) => (kind === 'c' && file === path ? (lines[line - 1] ?? null) : null);
}

function cacheFolder(): string {
	return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ptelab');
}
