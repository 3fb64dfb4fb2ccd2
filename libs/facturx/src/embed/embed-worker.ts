import { embedNow, type EmbedInput } from './embed-into-pdf.js';

/** Entry of the worker thread; typed arrays lose their Buffer class on the way, which nothing here minds. */
export default (input: EmbedInput): ReturnType<typeof embedNow> => embedNow(input);
