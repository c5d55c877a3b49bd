/**
 * Colours by role. The palettes are safe for every colour blindness: roles differ in lightness, blue and orange stand
 * where green and red would, and each role also has a sign or a word, so `mono` loses nothing.
 */
import {background, bold, dim, foreground, inverse, noStyle, type Style} from './screen/sgr.ts';

export const themeNames = ['dark', 'light', 'mono'] as const;
export type ThemeName = (typeof themeNames)[number];

/** What a piece of text is, as far as its looks go. */
export interface Theme {
	name: ThemeName;
	/** Rules, legends, what is in the background. */
	faint: Style;
	/** Titles of panes. */
	title: Style;
	/** The selected row, the current choice. */
	selected: Style;
	/** Something is as it should be. */
	good: Style;
	/** Worth a look. */
	warn: Style;
	/** Wrong. */
	bad: Style;
	/** The paused and pending banners. */
	banner: Style;
	/** A key in the bottom bar. */
	key: Style;
	/** Bars of the sparklines. */
	spark: Style;
	/** Names of programs. */
	program: Style;
	/** Cells of the map that rest. */
	mapNone: Style;
	mapPage: Style;
	mapScratch: Style;
	mapOther: Style;
	mapCollision: Style;
	mapFault: Style;
	/** Cells just changed, from long ago to now. */
	heat: readonly Style[];
}

/** Steps of rising lightness from the viridis order: readable by lightness alone. */
export const heatPalette: readonly number[] = [17, 53, 90, 24, 60, 30, 36, 42, 149, 155, 226];

/** From this step on the background is light enough for black text. */
const firstLightStep = 6;
const black = 16;
const white = 231;

const heat: readonly Style[] = heatPalette.map(
	(colour, step) => background(colour) + foreground(step >= firstLightStep ? black : white),
);

const dark: Theme = {
	name: 'dark',
	faint: foreground(245),
	title: bold + foreground(117),
	selected: bold + foreground(228),
	good: foreground(79),
	warn: foreground(214),
	bad: bold + foreground(209),
	banner: bold + background(214) + foreground(black),
	key: bold + foreground(117),
	spark: foreground(79),
	program: foreground(183),
	mapNone: foreground(243),
	mapPage: foreground(67),
	mapScratch: bold + background(214) + foreground(black),
	mapOther: foreground(183),
	mapCollision: bold + background(160) + foreground(white),
	mapFault: bold + background(175) + foreground(black),
	heat,
};

const light: Theme = {
	name: 'light',
	faint: foreground(243),
	title: bold + foreground(24),
	selected: bold + foreground(90),
	good: foreground(23),
	warn: bold + foreground(130),
	bad: bold + foreground(124),
	banner: bold + background(214) + foreground(black),
	key: bold + foreground(24),
	spark: foreground(24),
	program: foreground(90),
	mapNone: foreground(249),
	mapPage: foreground(25),
	mapScratch: bold + background(214) + foreground(black),
	mapOther: foreground(90),
	mapCollision: bold + background(160) + foreground(white),
	mapFault: bold + background(175) + foreground(black),
	heat,
};

/** No colour at all; bold, dim and inverse only. */
const mono: Theme = {
	name: 'mono',
	faint: dim,
	title: bold,
	selected: bold,
	good: noStyle,
	warn: bold,
	bad: bold,
	banner: inverse,
	key: bold,
	spark: noStyle,
	program: noStyle,
	mapNone: dim,
	mapPage: noStyle,
	mapScratch: bold,
	mapOther: noStyle,
	mapCollision: inverse,
	mapFault: bold,
	heat: heatPalette.map((_, step) => (step >= firstLightStep ? bold : noStyle)),
};

const themes: Record<ThemeName, Theme> = {dark, light, mono};

/** The theme of that name. */
export const theme = (name: ThemeName): Theme => themes[name];

/** The theme after this one, for the key that changes it. */
export const nextTheme = (name: ThemeName): ThemeName =>
	themeNames[(themeNames.indexOf(name) + 1) % themeNames.length] ?? 'dark';

/** The theme to begin with: what was asked for, else `mono` where NO_COLOR is set and not empty, else `dark`. */
export const firstTheme = (
	asked: ThemeName | undefined,
	env: Record<string, string | undefined>,
): ThemeName => {
	if (asked !== undefined) return asked;
	const {NO_COLOR: noColour = ''} = env;
	return noColour === '' ? 'dark' : 'mono';
};
