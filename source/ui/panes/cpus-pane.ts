/** What each CPU of the selected machine does: state, page, program, and the C line it is on. */
import type {CpuSnapshot, MachineSnapshot} from '../../machine/lab.ts';
import {baseName} from '../model/stream-log.ts';
import {paint} from '../screen/sgr.ts';
import {formatPage} from '../text/numbers.ts';
import {cut, fit, printable} from '../text/visible.ts';
import {type Look, titleLine} from './look.ts';

/** Widest state name. */
const stateWidth = 10;

/** The pane's rows, title first. CPUs share lines when there are more of them than lines. */
export const cpusPane = (
	machine: MachineSnapshot | undefined,
	width: number,
	height: number,
	look: Look,
): string[] => {
	const cpus = machine?.cpus ?? [];
	const lines = Math.max(0, height - 1);
	const title = titleLine(
		`CPUs ${machine?.options.arch ?? ''}`,
		width < 52 ? '' : 'i interrupts off, L locks held',
		width,
		look,
	);
	if (lines === 0) return [title].slice(0, height);
	const isTall = lines >= cpus.length * 2 && width < 90;
	const perLine = Math.max(1, Math.ceil(cpus.length / lines));
	const cell = Math.floor((width - (perLine - 1)) / perLine);
	const rows = isTall
		? cpus.flatMap(cpu => twoLines(cpu, width, look))
		: Array.from({length: lines}, (_, line) =>
				cpus
					.slice(line * perLine, (line + 1) * perLine)
					.map(cpu => fit(cpuText(cpu, cell, look), cell, look.glyphs.ellipsis))
					.join(' '),
			);
	return [title, ...rows.slice(0, lines).map(row => fit(row, width))];
};

const flags = (cpu: CpuSnapshot): string =>
	`${cpu.interruptsOff ? 'i' : ' '}${cpu.locksHeld > 0 ? 'L' : ' '}`;
const pageText = (cpu: CpuSnapshot): string => (cpu.page === null ? '-' : formatPage(cpu.page)).padEnd(7);

const placeText = (cpu: CpuSnapshot): string => {
	const inner = cpu.location[0];
	return inner === undefined ? '' : printable(`${inner.function} ${baseName(inner.file)}:${inner.line}`);
};

const stateText = (cpu: CpuSnapshot, {theme}: Look): string => {
	const padded = cpu.state.padEnd(stateWidth);
	switch (cpu.state) {
		case 'dead':
			return paint(theme.bad, padded);
		case 'fault':
		case 'lock_wait':
		case 'flush_wait':
			return paint(theme.warn, padded);
		case 'offline':
		case 'idle':
			return paint(theme.faint, padded);
		case 'program':
		case 'kfunc':
		case 'alloc':
		case 'free':
		case 'worker':
		case 'user':
			return padded;
	}
};

/** One CPU in one line of about `width` columns. */
export const cpuText = (cpu: CpuSnapshot, width: number, look: Look): string => {
	const start = `${cpu.cpu} ${stateText(cpu, look)} ${pageText(cpu)}`;
	if (width < 28)
		return `${cpu.cpu} ${stateText(cpu, look)} ${cpu.page === null ? '' : formatPage(cpu.page)}`;
	if (width < 44) return `${start} ${placeText(cpu)}`;
	const inner = cpu.location[0];
	// Too narrow for program and file: the function and the line say where it is.
	if (width < 64)
		return `${start} ${flags(cpu)} ${inner === undefined ? '' : printable(`${inner.function}:${inner.line}`)}`;
	const program = paint(look.theme.program, cut(printable(cpu.program ?? '-'), 18).padEnd(18));
	return `${start} ${flags(cpu)} ${program} ${placeText(cpu)}`;
};

const twoLines = (cpu: CpuSnapshot, width: number, look: Look): string[] => [
	fit(
		`${cpu.cpu} ${stateText(cpu, look)} ${pageText(cpu)} ${flags(cpu)} ${paint(look.theme.program, printable(cpu.program ?? '-'))}`,
		width,
	),
	fit(`  ${paint(look.theme.faint, placeText(cpu) || '-')}`, width),
];
