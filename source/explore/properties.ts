/** The properties. */
export {properties} from './properties/index.ts';
