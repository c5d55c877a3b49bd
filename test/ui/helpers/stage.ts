/**
 * The UI on a fake session and an emulated terminal, driven by hand: no timer, no process, no real terminal. What is
 * looked at is the terminal's grid, as a user would see it.
 */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import xterm from '@xterm/headless';
import {render} from 'ink';
import {createElement} from 'react';
import {App} from '../../../source/ui/app.tsx';
import {type Controller, createController} from '../../../source/ui/control/controller.ts';
import {finishKeys, splitKeys} from '../../../source/ui/input/split-keys.ts';
import type {TuiOptions} from '../../../source/ui/options.ts';
import {createInkStdin, createInkStdout} from '../../../source/ui/screen/ink-stdout.ts';
import {createScreen, type Screen} from '../../../source/ui/screen/screen.ts';
import {createFakeSession, type FakeSession, fakePrograms} from './fake-session.ts';
import {createTestOutput, type TestOutput} from './test-output.ts';

export interface Stage {
	session: FakeSession;
	controller: Controller;
	screen: Screen;
	output: TestOutput;
	/** How often the UI asked to be ended, suspended, woken. */
	asked: {quit: number; suspend: number; wake: number};
	/** Frames as Ink gave them. */
	frames: string[];
	/** Types text, as one read of the terminal. */
	type(text: string): Promise<void>;
	/** Lets the session do steps and the UI look at each. */
	play(steps: number): Promise<void>;
	/** Waits until React, Ink and the emulated terminal have nothing left to do. */
	settle(): Promise<void>;
	/** The terminal's lines, trailing blanks cut. */
	grid(): string[];
	dispose(): void;
}

/** Raises the UI at a size. */
export const createStage = async (
	columns: number,
	rows: number,
	options: Partial<TuiOptions> = {},
	session: FakeSession = createFakeSession(),
): Promise<Stage> => {
	const output = createTestOutput(new xterm.Terminal({cols: columns, rows, allowProposedApi: true}));
	const screen = createScreen(output);
	const asked = {quit: 0, suspend: 0, wake: 0};
	let time = 0;
	// A test that types keys at random must not leave snapshots in the project.
	const snapshotFolder = mkdtempSync(join(tmpdir(), 'ptelab-stage-'));
	const controller = createController(
		{programs: fakePrograms, env: {}, snapshotFolder, ...options, session},
		{
			screen,
			now: () => time,
			wake: () => asked.wake++,
			suspend: () => asked.suspend++,
			quit: () => asked.quit++,
		},
	);
	const frames: string[] = [];
	screen.open();
	controller.look();
	const ink = render(createElement(App, {store: controller.store}), {
		stdout: createInkStdout(screen.size, text => {
			frames.push(text);
			screen.frame(text);
		}) as unknown as NodeJS.WriteStream,
		stdin: createInkStdin() as unknown as NodeJS.ReadStream,
		debug: true,
		exitOnCtrlC: false,
		patchConsole: false,
		isScreenReaderEnabled: false,
	});
	const settle = async () => {
		for (let round = 0; round < 3; round++) {
			await controller.settled();
			await new Promise(resolve => setImmediate(resolve));
		}
		screen.flush();
		await output.drained();
	};
	await settle();
	return {
		session,
		controller,
		screen,
		output,
		asked,
		frames,
		settle,
		async type(text) {
			const {events, rest} = splitKeys(text);
			for (const event of [...events, ...finishKeys(rest)]) controller.key(event);
			await settle();
		},
		async play(steps) {
			for (let step = 0; step < steps; step++) {
				time += 250;
				session.advance(1);
				controller.tick();
				await settle();
			}
		},
		grid: output.grid,
		dispose() {
			controller.dispose();
			screen.close();
			ink.unmount();
			rmSync(snapshotFolder, {recursive: true, force: true});
		},
	};
};
