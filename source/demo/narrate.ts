/** Demo events in words: the plain text of a demo, and how long a reader needs for it. */
import {secondsText} from '../report/numbers.ts';
import {foldText} from '../report/words.ts';
import {type Check, expectationText} from './check-expectation.ts';
import type {ActResult, DemoEvent} from './run-demo.ts';
import type {Step} from './script.ts';

/** Lines for an event; empty for one that is not shown. `width` is the columns to fold to. */
export function eventLines(event: DemoEvent, width: number, acts: number): string[] {
	const fold = (text: string) => foldText(text, width);
	switch (event.kind) {
		case 'script_start':
			return [event.title, '='.repeat(event.title.length), ...paragraphs(event.text, fold)];
		case 'act_start': {
			const {title, claims, text} = event.act;
			const heading = `Act ${event.number}/${acts}: ${title}${claims.length > 0 ? ` [${claims.join(', ')}]` : ''}`;
			return ['', heading, '-'.repeat(Math.min(width, heading.length)), ...paragraphs(text, fold), ''];
		}

		case 'session': {
			const {archs, variant, cpus, programs, chaos, seed} = event.options;
			const parts = [
				`${archs.join(', ')}; variant ${variant}; ${cpus} CPU${cpus === 1 ? '' : 's'}; seed ${seed}`,
				...(chaos > 0 ? [`chaos ${chaos}/1024`] : []),
				`programs: ${programs.join(', ') || 'none'}`,
			];
			return indent(foldText(`running ${parts.join('; ')}`, width - 2), '> ');
		}

		case 'step':
			return stepLines(event.step, fold);
		case 'until_end':
			return indent([`${event.met ? 'met' : 'not met'} after ${secondsText(event.seconds)}`], '    ');
		case 'check':
			return indent([checkLine(event.check)], '  ');
		case 'act_failed':
			return indent(foldText(`FAILED: ${event.reason}`, width - 2), '  ');
		case 'act_end':
			return [...paragraphs(event.conclusion, fold), `  => ${resultWord(event.result)}`];
		case 'script_end':
			return ['', ...summaryLines(event.results)];
	}
}

/** One line for each act and the total. */
export function summaryLines(results: readonly ActResult[]): string[] {
	const passed = results.filter(result => result.ok).length;
	return [
		...results.map(
			result =>
				`${result.ok ? 'ok  ' : 'FAIL'}  act ${result.number}: ${result.title}${result.claims.length > 0 ? ` [${result.claims.join(', ')}]` : ''}`,
		),
		`${passed} of ${results.length} ${results.length === 1 ? 'act' : 'acts'} as expected`,
	];
}

/** `ok    x86_64: oopses > 0 (12.3k)` */
export function checkLine({ok, arch, text, found}: Check): string {
	return `${ok ? 'ok  ' : 'FAIL'}  ${arch}: ${text} (${found})`;
}

/** Milliseconds to read so much text, before the speed is applied: about 15 characters a second, and a breath. */
export function readingTime(lines: readonly string[]): number {
	const characters = lines.reduce((sum, line) => sum + line.length, 0);
	return characters === 0 ? 0 : 300 + (characters * 1000) / 15 / 3;
}

/** A step in words, or null for one that speaks for itself. */
export function stepText(step: Step): string | null {
	switch (step.kind) {
		case 'say':
			return step.text;
		case 'run':
			return `run for ${secondsText(step.seconds)}`;
		case 'until':
			return `run until ${step.conditions
				.map(condition => {
					const text = expectationText(condition);
					return condition.arch === null ? text : `${text} on ${condition.arch}`;
				})
				.join(' and ')}`;
		case 'inject':
			return `load program ${step.program}`;
		case 'remove':
			return `take program ${step.program} off`;
		case 'pause':
			return 'pause';
		case 'resume':
			return 'resume';
		case 'chaos':
			return step.chance === 0 ? 'delays off' : `delays at ${step.chance} of 1024 access points`;
		case 'restart': {
			const changes = Object.entries(step.changes).map(
				([key, value]) => `${key} ${Array.isArray(value) ? value.join(', ') || 'none' : value}`,
			);
			return `boot anew${changes.length > 0 ? ` with ${changes.join('; ')}` : ''}`;
		}

		case 'watch':
		case 'mark':
		case 'expect':
			return null;
	}
}

function stepLines(step: Step, fold: (text: string) => string[]): string[] {
	const text = stepText(step);
	if (text === null) {
		return [];
	}

	return step.kind === 'say' ? ['', ...fold(text), ''] : indent([text], '> ');
}

function resultWord(result: ActResult): string {
	return result.ok ? 'as expected' : 'NOT as expected';
}

function paragraphs(texts: readonly string[], fold: (text: string) => string[]): string[] {
	return texts.flatMap(text => ['', ...fold(text)]);
}

function indent(lines: readonly string[], prefix: string): string[] {
	return lines.map((line, index) => `${index === 0 ? prefix : ' '.repeat(prefix.length)}${line}`);
}
