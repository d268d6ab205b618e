/** How a call is made that may be refused until the person proves themselves again. */
export type Guarded = <Result>(call: () => Promise<Result>) => Promise<Result | 'cancelled'>
