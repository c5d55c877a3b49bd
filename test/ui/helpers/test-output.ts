/** An output stream in front of an emulated terminal: keeps what was written, can be made to lag, can be resized. */
import {EventEmitter} from 'node:events';
import type xterm from '@xterm/headless';

export interface TestOutput extends EventEmitter {
	columns: number;
	rows: number;
	writableNeedDrain: boolean;
	/** Everything written so far, one string a write. */
	readonly writes: string[];
	readonly terminal: xterm.Terminal;
	write(text: string): boolean;
	/** Resolves when the terminal has taken all that was written. */
	drained(): Promise<void>;
	/** The terminal's lines, trailing blanks cut. */
	grid(): string[];
	resize(columns: number, rows: number): void;
}

/** A stream in front of `terminal`. */
export const createTestOutput = (terminal: xterm.Terminal): TestOutput => {
	const writes: string[] = [];
	const output: TestOutput = Object.assign(new EventEmitter(), {
		columns: terminal.cols,
		rows: terminal.rows,
		writableNeedDrain: false,
		writes,
		terminal,
		write(text: string) {
			writes.push(text);
			terminal.write(text);
			return true;
		},
		drained: () => new Promise<void>(resolve => terminal.write('', resolve)),
		grid() {
			const {active} = terminal.buffer;
			return Array.from(
				{length: terminal.rows},
				(_, y) =>
					active
						.getLine(active.viewportY + y)
						?.translateToString(true)
						.trimEnd() ?? '',
			);
		},
		resize(columns: number, rows: number) {
			terminal.resize(columns, rows);
			output.columns = columns;
			output.rows = rows;
			output.emit('resize');
		},
	});
	return output;
};
