/** Words for a case and what was found out about it, as all its reports use them. */
import type {CaseName, CaseReport} from '../explore/case.ts';
import {shortNumber} from './numbers.ts';

/** Text of a line of C by its path in the source tree and its number from 1; null where it is not known. */
export type SourceText = (file: string, line: number) => string | null;

/** `C34-range-returned-before-flush, x86_64, VJ` */
export function caseText({scenario, arch, variant}: CaseName): string {
	return `${scenario}, ${arch}, ${variant}`;
}

/** The same for all cases with that scenario, architecture and variant. */
export function caseKey({scenario, arch, variant}: CaseName): string {
	return JSON.stringify([scenario, arch, variant]);
}

/** One word: the verdict, or `failed` for a case that could not be run. */
export function foundWord(report: CaseReport): string {
	return report.error === null ? report.verdict : 'failed';
}

/** What was found, with what makes the verdict mean something: property, limit, number of schedules. */
export function foundText(report: CaseReport): string {
	if (report.error !== null) {
		return `failed: ${oneLine(report.error)}`;
	}

	switch (report.verdict) {
		case 'holds':
			return 'holds';
		case 'violated':
			return `violated (${report.property ?? 'no property named'})`;
		case 'bounded':
			return `bounded (limit: ${report.limit ?? 'not named'}, after ${shortNumber(report.states)} states)`;
		case 'sampled':
			return `sampled (${samplingText(report)}, none bad)`;
	}
}

/** `1000 random schedules, seed 1`; '' where nothing was sampled. */
export function samplingText({sampled}: CaseReport): string {
	if (sampled === null) {
		return '';
	}

	const kind = sampled.schedule === 'pct' ? `PCT schedules of depth ${sampled.depth}` : 'random schedules';
	return `${sampled.runs} ${kind}, seed ${sampled.seed}`;
}

/** The memory model of a report in words. */
export function memoryModelText(model: CaseReport['memoryModel']): string {
	return {sc: 'sequential consistency'}[model];
}

/** `none`, or the ids of what the surroundings could do. */
export function environmentText(environment: readonly string[]): string {
	return environment.join(', ') || 'none';
}

/**
 * The sentence without which no verdict is shown: memory model and environment steps. Of several cases that differ, all the
 * environment steps that any of them has.
 */
export function modelText(reports: readonly CaseReport[]): string {
	const models = unique(reports.map(report => memoryModelText(report.memoryModel)));
	const environments = unique(reports.map(report => environmentText(report.environment)));
	const ids = unique(reports.flatMap(report => report.environment));
	const which =
		environments.length > 1 ? 'Environment steps, each where its scenario has it' : 'Environment steps';
	return `Memory model: ${models.join(', ') || memoryModelText('sc')}. ${which}: ${environmentText(ids)}.`;
}

/** Control characters, which a source line or a message of the system may hold, become blanks. */
export function oneLine(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the terminal
	return text.replaceAll(/[\u0000-\u001F\u007F-\u009F\s]+/g, ' ').trim();
}

/** Cuts at the end, with an ellipsis, to at most `width` characters. */
export function cutText(text: string, width: number): string {
	return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Each value once, in the order of the first of them. */
export function unique<T>(values: readonly T[]): T[] {
	return [...new Set(values)];
}
