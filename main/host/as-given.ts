type Mutable<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? Mutable<Item>[]
    : { -readonly [K in keyof T]: Mutable<T[K]> };

/** The contract's arrays are mutable, the model's are not: nothing on the way changes them. */
export const asGiven = <T>(value: T): Mutable<T> => value as Mutable<T>;
