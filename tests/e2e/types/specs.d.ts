// Globals that specs add to the page.

/** What the worker of the page has said (page-intake): the most bytes it held, how far it came. */
declare var heard: { memory: number; progress: number[]; answers: number };
