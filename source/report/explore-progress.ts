/** How far a run of cases is, in lines that fit a terminal. */
import type {CaseProgress} from '../explore/case.ts';
import {caseText, cutText} from './explore-words.ts';
import {secondsText, shortNumber} from './numbers.ts';

/** How many cases are finished, of how many. */
export interface Done {
	done: number;
	total: number;
}

/** Seconds: guesses beyond a day say nothing. */
const mostGuessed = 86_400;

/** What a search is busy with, by its pass. */
const passes: Record<CaseProgress['pass'], string> = {
	walk: 'searching',
	shorten: 'looking for a shorter trace',
	livelock: 'looking for livelocks',
	simulate: 'random schedules',
};

/** Two lines of at most `width` characters: which case, and how far its search is. */
export function progressLines(progress: CaseProgress, done: Done, width: number): [string, string] {
	return [
		cutText(`${doneText(done)} ${caseText(progress)}`, width),
		cutText(`  ${passes[progress.pass]}: ${searchText(progress)}`, width),
	];
}

/** The same in one line, for a file. */
export function progressLine(progress: CaseProgress, done: Done): string {
	return `${doneText(done)} ${caseText(progress)}, ${passes[progress.pass]}: ${searchText(progress)}`;
}

/** `[3/12]` */
function doneText({done, total}: Done): string {
	return `[${done}/${total}]`;
}

function searchText({states, rate, depth, left, secondsLeft}: CaseProgress): string {
	return [
		`${shortNumber(states)} states`,
		`${shortNumber(rate)}/s`,
		`depth ${depth}`,
		`${shortNumber(left)} left`,
		// A guess from the first of many branches may be any number.
		secondsLeft === null || secondsLeft > mostGuessed
			? 'no estimate yet'
			: `some ${secondsText(Math.ceil(secondsLeft))} to go`,
	].join(', ');
}
