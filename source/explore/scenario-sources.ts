/** The C of the built-in scenarios, from the source folder or from the copy that the build leaves beside the program. */
import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {SourceTree} from '../compiler/unit-compiler.ts';
import {scenarios} from '../scenarios/index.ts';
import type {Scenario} from '../scenarios/scenario.ts';

/** What an image needs of the scenarios of an architecture. */
export interface ScenarioSources {
	/** Texts by path, `scenarios/…`. */
	scenarios: SourceTree;
	/** C functions that must be exported. */
	functions: string[];
}

/** Those of the built-in scenarios, or of `from`, that make sense on the architecture. */
export function scenarioSources(arch: string, from: readonly Scenario[] = scenarios): ScenarioSources {
	const folder = scenarioFolder();
	const chosen = from.filter(({archs}) => archs.includes(arch));
	return {
		scenarios: Object.fromEntries(
			chosen.map(({file}) => [`scenarios/${file}`, readFileSync(`${folder}/${file}`, 'utf8')]),
		),
		functions: functionsOf(chosen),
	};
}

/** Names of the C functions that the scenarios start, each once. */
export function functionsOf(chosen: readonly Scenario[]): string[] {
	const names = chosen.flatMap(({setup, finish, processes}) => [
		...processes.map(process => process.function),
		...[setup ?? [], finish ?? []].flat(),
	]);
	return [...new Set(names)];
}

function scenarioFolder(): string {
	const beside = fileURLToPath(new URL('./kernel-sources/scenarios', import.meta.url));
	return existsSync(beside) ? beside : fileURLToPath(new URL('../scenarios', import.meta.url));
}
